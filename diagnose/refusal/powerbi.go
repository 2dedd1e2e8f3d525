package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// powerBI reads Power BI's REST API.
var powerBI = platform{
	name: "power-bi",
	wrote: func(s *answer) bool {
		return strings.HasPrefix(s.code, "PowerBI") || s.says("api is not accessible for application")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Power BI"
		if !known(s, r, powerBICodes[:], s.code) {
			readSentences(s, r, powerBISentences[:])
		}
	},
}

var powerBICodes = [...]meaning{
	{"PowerBINotAuthorizedException", diagnose.MissingPermission, diagnose.Likely, "The caller has no role in the workspace; for a service principal the tenant may not admit such callers at all.", diagnose.Fix{By: diagnose.Admin, Where: "Power BI › the workspace › Access", Do: "Add the user or service principal with the smallest role that suffices"}},
	{"PowerBIEntityNotFound", diagnose.ResourceState, diagnose.Likely, "The object does not exist, or the caller may not see its workspace.", diagnose.Fix{}},
	{"PowerBINotLicensedException", diagnose.FeatureOff, diagnose.Certain, "The user has no licence.", diagnose.Fix{}},
}

var powerBISentences = [...]meaning{
	{"api is not accessible for application", diagnose.FeatureOff, diagnose.Likely, "The tenant's settings do not admit service principals to this API.", diagnose.Fix{By: diagnose.Admin, Where: "Power BI › Admin portal › Tenant settings › Developer and Admin API settings", Do: "Admit a group that holds the service principal"}},
}
