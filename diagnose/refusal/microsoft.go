package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// entra reads Microsoft Entra ID, whose errors have AADSTS numbers, wherever the
// number stands.
var entra = platform{
	name: "entra",
	wrote: func(s *answer) bool {
		return aadsts(s) != "" || s.onHost("login.microsoftonline.com", "login.microsoftonline.us", "login.windows.net", "sts.windows.net")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererLogin, "an AADSTS number of Microsoft Entra ID"
		number := aadsts(s)
		m := lookup(entraCodes[:], number)
		if m == nil {
			oauth.read(s, r)
			return
		}
		r.Code = diagnose.Know("AADSTS"+number, s.messageAt)
		mean(r, m, s.messageAt).Says = "code AADSTS" + number
	},
}

// aadsts is the number behind AADSTS; empty where there is none.
func aadsts(s *answer) string {
	i := strings.Index(s.message, "AADSTS")
	text := s.message
	if i < 0 && s.form != htmlForm {
		i, text = strings.Index(s.text, "AADSTS"), s.text
	}
	if i < 0 {
		return ""
	}
	rest := text[i+len("AADSTS"):]
	n := 0
	for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
		n++
	}
	return rest[:n]
}

// graph reads Microsoft Graph, the old Azure AD Graph, and services that speak
// OData the same way.
var graph = platform{
	name: "microsoft-graph",
	wrote: func(s *answer) bool {
		if s.onHost("graph.microsoft.com", "graph.microsoft.us", "graph.windows.net", "outlook.office.com", "sharepoint.com") || s.json.has("odata.error") {
			return true
		}
		e := s.json.at("error")
		if e.has("code", "message") && (e.has("innerError") || e.has("innererror") && lookup(graphCodes[:], s.code) != nil) {
			return true
		}
		for _, prefix := range [...]string{"Authorization_", "Authentication_", "ErrorAccess", "MailboxNotEnabled"} {
			if strings.HasPrefix(s.code, prefix) {
				return true
			}
		}
		return s.code == "InvalidAuthenticationToken" || s.says("continuous access evaluation") || s.says("access to odata is disabled") || s.says("either scp or roles claim need") || e.has("code", "message") && findSentence(s, graphSentences[:]) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error envelope of Microsoft Graph"
		if readGraphLists(s, r) {
			return
		}
		if readSentences(s, r, graphSentences[:]) {
			return
		}
		if known(s, r, graphCodes[:], s.code) && r.Points[0].Cause == diagnose.MissingPermission && telling(r.Points) {
			r.Points[0].Detail = "For a delegated token look at the scp claim, for an application's at roles. A permission that was added counts after consent and with a new token; a delegated token can do no more than its user."
			r.Points[0].Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "Microsoft Entra › App registrations › the app › API permissions", Do: "Add the least privileged permission the method's page lists, grant admin consent, get a new token"}}
			add(r, diagnose.ConsentMissing, diagnose.Possible, s.codeAt, "the permission may be configured, but not consented to")
			add(r, diagnose.MissingScope, diagnose.Possible, s.codeAt, "the scp or roles claim may lack the permission")
		}
	},
}

// readGraphLists reads "Missing scope permissions on the request. API requires one
// of 'a, b'. Scopes on the request 'c'", and the same with roles.
func readGraphLists(s *answer, r *diagnose.Refusal) bool {
	kind := ""
	switch {
	case s.says("missing scope permissions"):
		kind = "Scopes"
	case s.says("missing role permissions"):
		kind = "Roles"
	default:
		return false
	}
	need := list(between(s.message, "requires one of '", "'"))
	p := add(r, diagnose.MissingScope, diagnose.Certain, s.messageAt, "the server lists what it accepts and what the token carries")
	p.Need, p.Have = diagnose.AnyOf(need...), list(between(s.message, kind+" on the request '", "'"))
	if kind == "Roles" {
		p.Cause, p.Detail = diagnose.MissingPermission, "The token carries no application permission (roles claim) that the method accepts."
	}
	p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "Microsoft Entra › App registrations › the app › API permissions", Do: "Add the first of the accepted permissions, grant consent, get a new token"}}
	return true
}

// graphSentences are turns of words, as plain leaves them.
var graphSentences = [...]meaning{
	{"me request is only valid with delegated", diagnose.NeedsUserContext, diagnose.Certain, "An application's token is nobody.", diagnose.Fix{By: diagnose.Developer, Do: "Call /users/{id} instead of /me, or sign a user in"}},
	{"invalid audience", diagnose.WrongAudience, diagnose.Certain, "The token was issued for another API.", diagnose.Fix{By: diagnose.Developer, Do: "Ask for a token with the scope https://graph.microsoft.com/.default, or on behalf of the user"}},
	{"invalid issuer", diagnose.WrongAudience, diagnose.Certain, "", diagnose.Fix{}},
	{"lifetime validation failed", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"token is expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"access token has expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"access token is empty", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"compact token parsing failed", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"compact token*not well formed", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"idx14100", diagnose.BadToken, diagnose.Certain, "What was sent is no JWT.", diagnose.Fix{}},
	{"access token validation failure*signature", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"does not have a spo license", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"premium license", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"blocked by tenant configured", diagnose.MissingPermission, diagnose.Likely, "An application access policy of Exchange bars the app from this mailbox.", diagnose.Fix{}},
	{"application access policy", diagnose.MissingPermission, diagnose.Likely, "An application access policy of the tenant bars the app from this user.", diagnose.Fix{}},
	{"application only access is not supported", diagnose.NeedsUserContext, diagnose.Certain, "The method takes a signed-in user's token only.", diagnose.Fix{By: diagnose.Developer, Do: "Sign a user in and call with the delegated token"}},
	{"only supported for delegated permission", diagnose.NeedsUserContext, diagnose.Certain, "The method takes a signed-in user's token only.", diagnose.Fix{By: diagnose.Developer, Do: "Sign a user in and call with the delegated token"}},
	{"either scp or roles claim need", diagnose.MissingPermission, diagnose.Likely, "The token carries no permission at all: none was granted to the app for this API.", consentFix},
	{"access to odata is disabled", diagnose.FeatureOff, diagnose.Likely, "Exchange admits programs by their name: the organisation's or the mailbox's EwsApplicationAccessPolicy bars this one.", diagnose.Fix{By: diagnose.Admin, Do: "Add the program's User-Agent to EwsAllowList, or lift the policy", Run: "Get-OrganizationConfig | Select EwsApplicationAccessPolicy, EwsAllowList, EwsBlockList"}},
	{"location condition evaluation", diagnose.IPAllowlist, diagnose.Likely, "Continuous access evaluation saw the call from a place that conditional access does not admit.", diagnose.Fix{By: diagnose.Network, Do: "Call from an admitted address; Entra and the resource may see different ones"}},
	{"conditional access", diagnose.Other, diagnose.Likely, "A conditional access policy refused.", diagnose.Fix{}},
}

var graphCodes = [...]meaning{
	{"Authorization_RequestDenied", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"accessDenied", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"ErrorAccessDenied", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"Forbidden", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
	{"Authentication_MSGraphPermissionMissing", diagnose.MissingScope, diagnose.Likely, "", diagnose.Fix{}},
	{"Authorization_IdentityNotFound", diagnose.WrongOrg, diagnose.Likely, "The identity behind the token is not known in this tenant.", diagnose.Fix{}},
	{"Authentication_RequestFromNonPremiumTenantOrB2CTenant", diagnose.FeatureOff, diagnose.Certain, "The method needs a premium licence.", diagnose.Fix{}},
	{"Authentication_RequestFromUnsupportedUserRole", diagnose.MissingRole, diagnose.Certain, "The user needs one of the directory roles that the method's page lists.", diagnose.Fix{By: diagnose.Admin, Do: "Assign the least privileged of the directory roles"}},
	{"MailboxNotEnabledForRESTAPI", diagnose.FeatureOff, diagnose.Certain, "The mailbox is inactive, on premises or without licence.", diagnose.Fix{}},
	{"InvalidAuthenticationToken", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"UnknownError", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
	{"TooManyRequests", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"activityLimitReached", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"quotaLimitReached", diagnose.RateLimited, diagnose.Likely, "", diagnose.Fix{}},
	{"notAllowed", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"unauthenticated", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
}

var (
	consentFix    = diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › Enterprise applications › the app › Permissions", Do: "Grant admin consent"}
	federationFix = diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › App registrations › the app › Certificates & secrets › Federated credentials", Do: "Make issuer, subject and audience the very strings of the assertion"}
	mfaFix        = diagnose.Fix{By: diagnose.Developer, Do: "Send the user through an interactive sign-in; pass on the claims that the error carries"}
)

var entraCodes = [...]meaning{
	{"65001", diagnose.ConsentMissing, diagnose.Certain, "Nobody has consented to what the application asks for.", consentFix},
	{"65004", diagnose.ConsentMissing, diagnose.Certain, "The user declined the consent.", consentFix},
	{"65005", diagnose.ConsentMissing, diagnose.Likely, "The application asks for a resource that its registration does not list.", diagnose.Fix{By: diagnose.Developer, Where: "Microsoft Entra › App registrations › the app › API permissions", Do: "List the resource, then consent"}},
	{"650052", diagnose.FeatureOff, diagnose.Likely, "The tenant has no service principal of the API: no subscription, or nobody consented.", consentFix},
	{"650056", diagnose.ConsentMissing, diagnose.Likely, "The registration lists no permission, or nobody consented.", consentFix},
	{"90094", diagnose.ConsentMissing, diagnose.Certain, "The permission needs an administrator's consent.", consentFix},
	{"900941", diagnose.ConsentMissing, diagnose.Certain, "The permission needs an administrator's consent.", consentFix},
	{"90008", diagnose.ConsentMissing, diagnose.Certain, "The application must at least ask to sign the user in.", consentFix},
	{"7000215", diagnose.BadToken, diagnose.Certain, "The client secret is wrong; the secret's id is not the secret.", diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › App registrations › the app › Certificates & secrets", Do: "Make a new secret, and use its value"}},
	{"7000222", diagnose.ExpiredToken, diagnose.Certain, "The client secret is expired.", diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › App registrations › the app › Certificates & secrets", Do: "Make a new secret"}},
	{"7000216", diagnose.BadToken, diagnose.Certain, "Client secret or assertion is missing.", diagnose.Fix{}},
	{"7000218", diagnose.BadToken, diagnose.Certain, "Client secret or assertion is missing; or the app is a public client and not marked as one.", diagnose.Fix{}},
	{"7000112", diagnose.ClientDisabled, diagnose.Certain, "The application is disabled in this tenant.", diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › Enterprise applications › the app › Properties", Do: "Enable sign-in for the application"}},
	{"700016", diagnose.WrongOrg, diagnose.Likely, "The application is not found in this tenant: wrong tenant, wrong client id, or never installed there.", diagnose.Fix{By: diagnose.Developer, Do: "Check client id and tenant"}},
	{"700027", diagnose.BadToken, diagnose.Certain, "The client assertion's signature or certificate is not accepted.", diagnose.Fix{}},
	{"700024", diagnose.ExpiredToken, diagnose.Certain, "The client assertion is outside its time.", diagnose.Fix{}},
	{"700082", diagnose.ExpiredToken, diagnose.Certain, "The refresh token expired by not being used.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"700084", diagnose.ExpiredToken, diagnose.Certain, "The refresh token of a single-page app lives 24 hours.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"70008", diagnose.ExpiredToken, diagnose.Certain, "The code or refresh token is expired.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"70043", diagnose.ExpiredToken, diagnose.Certain, "The sign-in frequency of conditional access ended the session.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"50173", diagnose.ExpiredToken, diagnose.Certain, "The grant was revoked, for example by a change of password.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"54005", diagnose.ExpiredToken, diagnose.Certain, "The authorization code was used before.", diagnose.Fix{}},
	{"50105", diagnose.MissingRole, diagnose.Certain, "The user is not assigned to the application, and assignment is required.", diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › Enterprise applications › the app › Users and groups", Do: "Assign the user or a group"}},
	{"501051", diagnose.MissingRole, diagnose.Certain, "The application is not assigned to a role of the API.", diagnose.Fix{}},
	{"53003", diagnose.Other, diagnose.Likely, "A conditional access policy blocks the token: place, device, risk or app.", diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › Sign-in logs › Conditional access", Do: "See which policy refused, and meet or except it"}},
	{"53000", diagnose.Other, diagnose.Likely, "Conditional access wants a compliant device.", diagnose.Fix{}},
	{"530003", diagnose.Other, diagnose.Likely, "Conditional access wants a managed device.", diagnose.Fix{}},
	{"53001", diagnose.Other, diagnose.Likely, "Conditional access wants a domain-joined device.", diagnose.Fix{}},
	{"50076", diagnose.Other, diagnose.Likely, "A second factor is required; no silent flow can give it.", mfaFix},
	{"50079", diagnose.Other, diagnose.Likely, "The user has to enrol for a second factor.", mfaFix},
	{"50158", diagnose.Other, diagnose.Likely, "An external security challenge was not met.", mfaFix},
	{"50020", diagnose.WrongOrg, diagnose.Certain, "The account is of another tenant, and no guest in this one.", diagnose.Fix{By: diagnose.Admin, Do: "Invite the user as a guest, or sign in with the right account"}},
	{"50059", diagnose.WrongOrg, diagnose.Certain, "The request does not say which tenant it is for.", diagnose.Fix{By: diagnose.Developer, Do: "Use the tenant's own endpoint"}},
	{"50034", diagnose.WrongOrg, diagnose.Likely, "The account does not exist in this tenant.", diagnose.Fix{}},
	{"50177", diagnose.WrongOrg, diagnose.Certain, "The account is of another tenant, and no guest in this one.", diagnose.Fix{By: diagnose.Admin, Do: "Invite the user as a guest, or sign in with the right account"}},
	{"90099", diagnose.ConsentMissing, diagnose.Certain, "The customer's tenant has not authorised the partner's application.", consentFix},
	{"700211", diagnose.WrongAudience, diagnose.Certain, "No federated credential of the app has the issuer of the assertion.", federationFix},
	{"700212", diagnose.WrongAudience, diagnose.Certain, "No federated credential of the app has the audience of the assertion.", federationFix},
	{"700213", diagnose.WrongAudience, diagnose.Certain, "No federated credential of the app has the subject of the assertion.", federationFix},
	{"7000229", diagnose.ConsentMissing, diagnose.Likely, "The application has no service principal in this tenant: nobody has consented to it here.", consentFix},
	{"500021", diagnose.WrongOrg, diagnose.Certain, "The caller's network admits other tenants only (tenant restrictions).", diagnose.Fix{By: diagnose.Network, Do: "Add the tenant to the Restrict-Access-To-Tenants header that the proxy writes"}},
	{"500022", diagnose.WrongOrg, diagnose.Certain, "The caller's network admits other tenants only (tenant restrictions).", diagnose.Fix{By: diagnose.Network, Do: "Add the tenant to the Restrict-Access-To-Tenants header that the proxy writes"}},
	{"50194", diagnose.WrongOrg, diagnose.Likely, "A single-tenant application was called through /common.", diagnose.Fix{By: diagnose.Developer, Do: "Use the tenant's own endpoint"}},
	{"90002", diagnose.WrongOrg, diagnose.Certain, "There is no such tenant.", diagnose.Fix{}},
	{"900023", diagnose.WrongOrg, diagnose.Certain, "The tenant's name is not valid.", diagnose.Fix{}},
	{"90072", diagnose.WrongOrg, diagnose.Certain, "The account is no guest in this tenant.", diagnose.Fix{}},
	{"500011", diagnose.WrongAudience, diagnose.Likely, "The resource is not known in this tenant: wrong resource URI, wrong tenant, or no consent.", diagnose.Fix{By: diagnose.Developer, Do: "Check the resource part of the scope"}},
	{"500131", diagnose.WrongAudience, diagnose.Certain, "The assertion is for another audience.", diagnose.Fix{}},
	{"50013", diagnose.BadToken, diagnose.Likely, "The assertion is not accepted: issuer, audience, signature or time.", diagnose.Fix{}},
	{"70011", diagnose.WrongScopeName, diagnose.Certain, "A scope that was asked for is not valid.", diagnose.Fix{}},
	{"28002", diagnose.WrongScopeName, diagnose.Certain, "A scope is not valid here; client credentials ask for <resource>/.default.", diagnose.Fix{}},
	{"1002012", diagnose.WrongScopeName, diagnose.Certain, "Client credentials ask for <resource>/.default, and nothing else.", diagnose.Fix{}},
	{"50057", diagnose.ClientDisabled, diagnose.Certain, "The account is disabled.", diagnose.Fix{}},
	{"50053", diagnose.RateLimited, diagnose.Likely, "The account is locked after failed attempts, or the address looks malicious.", diagnose.Fix{}},
	{"50126", diagnose.BadToken, diagnose.Certain, "User name or password is wrong.", diagnose.Fix{}},
	{"50055", diagnose.ExpiredToken, diagnose.Certain, "The password is expired.", diagnose.Fix{}},
	{"50011", diagnose.PayloadSemantics, diagnose.Certain, "The redirect URI is not registered.", diagnose.Fix{}},
	{"900144", diagnose.PayloadSchema, diagnose.Certain, "A parameter of the request is missing; the message names it.", diagnose.Fix{}},
	{"500113", diagnose.PayloadSemantics, diagnose.Certain, "The application has no redirect URI.", diagnose.Fix{}},
	{"9002313", diagnose.PayloadSchema, diagnose.Likely, "The token request is malformed.", diagnose.Fix{}},
}
