package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// azureDevOps reads Azure DevOps, whose errors have numbers behind TF or VS, wherever
// the number stands.
var azureDevOps = platform{
	name: "azure-devops",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && lookup(azureDevOpsCodes[:], devOpsCode(s.message)) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "a number of Azure DevOps"
		code := devOpsCode(s.message)
		r.Code = diagnose.Know(code, s.messageAt)
		p := mean(r, lookup(azureDevOpsCodes[:], code), s.messageAt)
		if p.Principal = between(s.message, "user '", "'"); p.Principal == devOpsNobody {
			p.Cause, p.Detail = diagnose.BadToken, "The user of nothing but a is nobody: no credentials reached the service, or the token is expired, revoked or of another organisation."
			p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send a live token: a personal access token as the password of Basic, a token of Entra as Bearer"}}
		}
		if s.quotes("anonymous access") {
			p.Cause, p.Detail, p.Fixes = diagnose.MissingHeader, "No credentials reached the service.", nil
		}
	},
}

// devOpsNobody is the id of who calls without being known.
const devOpsNobody = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"

// devOpsCode is the first word of two letters and six digits in front of a colon, as
// in "TF400813: The user …"; empty where there is none.
func devOpsCode(message string) string {
	const long = len("TF400813")
	for rest := message; ; {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			return ""
		}
		if i >= long && (strings.HasPrefix(rest[i-long:], "TF") || strings.HasPrefix(rest[i-long:], "VS")) && digits(rest[i-long+2:i]) {
			return rest[i-long : i]
		}
		rest = rest[i+1:]
	}
}

var azureDevOpsCodes = [...]meaning{
	{"TF400813", diagnose.MissingPermission, diagnose.Likely, "The user is not a member of the organisation, or has no access level in it.", diagnose.Fix{By: diagnose.Admin, Where: "Azure DevOps › Organization settings › Users", Do: "Add the user with an access level that suffices"}},
	{"TF401019", diagnose.MissingPermission, diagnose.Likely, "The repository does not exist, or the caller may not read it.", diagnose.Fix{By: diagnose.Admin, Where: "Azure DevOps › the repository › Security", Do: "Give the caller or the build service Read"}},
	{"TF401027", diagnose.MissingPermission, diagnose.Certain, "The message names the right on the repository.", diagnose.Fix{By: diagnose.Admin, Where: "Azure DevOps › the repository › Security", Do: "Give the caller or the build service just that right"}},
	{"TF402455", diagnose.ResourceState, diagnose.Certain, "A branch policy wants a pull request.", diagnose.Fix{By: diagnose.Developer, Do: "Push to another branch, and open a pull request"}},
	{"TF401179", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"TF400409", diagnose.FeatureOff, diagnose.Likely, "The user's access level does not include this feature.", diagnose.Fix{By: diagnose.Admin, Where: "Azure DevOps › Organization settings › Users", Do: "Raise the access level"}},
	{"TF200016", diagnose.MissingPermission, diagnose.Likely, "The project does not exist, or the caller may not see it.", diagnose.Fix{}},
	{"TF50309", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"VS403463", diagnose.Other, diagnose.Likely, "A conditional access policy of Entra ID refused: place, device or second factor.", diagnose.Fix{By: diagnose.Admin, Where: "Microsoft Entra › Sign-in logs › Conditional access", Do: "See which policy refused, and meet or except it"}},
	{"VS800075", diagnose.MissingPermission, diagnose.Likely, "The project does not exist, or the caller may not see it.", diagnose.Fix{}},
	{"VS402375", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
}
