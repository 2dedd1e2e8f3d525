package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// salesforce reads Salesforce: a list of {message, errorCode}, or "CODE: message".
var salesforce = platform{
	name: "salesforce",
	wrote: func(s *answer) bool {
		return s.onHost("salesforce.com", "force.com", "cloudforce.com") && s.form != htmlForm || lookup(salesforceCodes[:], salesforceCode(s)) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "an error code of Salesforce"
		if code := salesforceCode(s); code != "" {
			r.Code = diagnose.Know(code, s.codeAt)
			if s.says("session is not valid for use with") {
				add(r, diagnose.MissingScope, diagnose.Likely, s.messageAt, "the server says: "+short(s.message)).Detail = "The token was issued without the scope api."
				return
			}
			known(s, r, salesforceCodes[:], code)
		}
	},
}

func salesforceCode(s *answer) string {
	if code := s.json.at("0", "errorCode").str(); code != "" {
		return code
	}
	text := s.text
	switch s.form {
	case xmlForm: // SOAP: sf:INVALID_SESSION_ID
		_, text, _ = strings.Cut(element(text, "faultcode"), ":")
	case textForm:
	default:
		return ""
	}
	code, _, _ := strings.Cut(text, ":")
	if code = strings.TrimSpace(code); lookup(salesforceCodes[:], code) != nil {
		return code
	}
	return ""
}

var salesforceCodes = [...]meaning{
	{"INVALID_SESSION_ID", diagnose.ExpiredToken, diagnose.Likely, "The session is expired or revoked, or of another org or instance.", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token, and call the instance_url that came with it"}},
	{"Bad_OAuth_Token", diagnose.ExpiredToken, diagnose.Likely, "The token is expired, revoked or malformed.", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"Missing_OAuth_Token", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"Wrong_Org", diagnose.WrongOrg, diagnose.Certain, "", diagnose.Fix{}},
	{"API_DISABLED_FOR_ORG", diagnose.FeatureOff, diagnose.Certain, "The edition has no API, or the profile lacks the permission API Enabled.", diagnose.Fix{By: diagnose.Admin, Where: "Setup › Profiles or Permission Sets › System Permissions", Do: "Check API Enabled for the user; else the edition decides"}},
	{"API_CURRENTLY_DISABLED", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"FUNCTIONALITY_NOT_ENABLED", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"FUNCTIONALITY_TEMPORARILY_UNAVAILABLE", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"ORG_LOCKED", diagnose.FeatureOff, diagnose.Certain, "The organisation is locked.", diagnose.Fix{}},
	{"REQUEST_LIMIT_EXCEEDED", diagnose.RateLimited, diagnose.Certain, "The org's calls of the last 24 hours are used up.", diagnose.Fix{By: diagnose.Developer, Do: "Batch calls, use the Bulk API, wait"}},
	{"INSUFFICIENT_ACCESS", diagnose.MissingPermission, diagnose.Likely, "The user's profile or permission sets do not allow the operation.", diagnose.Fix{}},
	{"INSUFFICIENT_ACCESS_OR_READONLY", diagnose.MissingPermission, diagnose.Likely, "The user lacks the right to the object, the field or the record, or the record is read-only.", diagnose.Fix{By: diagnose.Admin, Where: "Setup › Permission Sets; the record's Sharing Hierarchy", Do: "Check object, field and record access, in this order"}},
	{"INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", diagnose.ResourceState, diagnose.Likely, "The user lacks access to a record that the request refers to.", diagnose.Fix{By: diagnose.Admin, Do: "Share the referred record with the user"}},
	{"INVALID_FIELD_FOR_INSERT_UPDATE", diagnose.MissingPermission, diagnose.Likely, "Field-level security hides the field or makes it read-only.", diagnose.Fix{}},
	{"CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"ENTITY_IS_LOCKED", diagnose.ResourceState, diagnose.Certain, "The record is locked, mostly by an approval.", diagnose.Fix{}},
	{"INVALID_LOGIN", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"LOGIN_MUST_USE_SECURITY_TOKEN", diagnose.IPAllowlist, diagnose.Likely, "From an address that is not trusted the password needs the security token behind it.", diagnose.Fix{}},
	{"INVALID_OPERATION_WITH_EXPIRED_PASSWORD", diagnose.ExpiredToken, diagnose.Certain, "The password is expired.", diagnose.Fix{}},
	{"INVALID_AUTH_HEADER", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"OPERATION_TOO_LARGE", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"CLIENT_NOT_ACCESSIBLE_FOR_USER", diagnose.ConsentMissing, diagnose.Likely, "The connected app admits only users that an administrator approved.", diagnose.Fix{}},
	{"CLIENT_REQUIRE_API_PRIVILEGE", diagnose.ConsentMissing, diagnose.Likely, "API access control admits approved connected apps only.", diagnose.Fix{By: diagnose.Admin, Where: "Setup › Connected Apps OAuth Usage", Do: "Approve the connected app"}},
	{"METHOD_NOT_ALLOWED", diagnose.WrongMethod, diagnose.Certain, "", diagnose.Fix{}},
}
