package refusal

import "github.com/why403/why403/diagnose"

// servicenow reads ServiceNow.
var servicenow = platform{
	name: "servicenow",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("service-now.com"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of ServiceNow"
		if !known(s, r, servicenowCodes[:], "") {
			readSentences(s, r, servicenowSentences[:])
		}
	},
}

var servicenowCodes = [...]meaning{}

var servicenowSentences = [...]meaning{
	{"user not authorized", diagnose.MissingRole, diagnose.Likely, "An access control rule or a role such as rest_service decides.", diagnose.Fix{}},
	{"insufficient rights", diagnose.MissingRole, diagnose.Likely, "A role or an access control rule decides.", diagnose.Fix{}},
	{"failed api level acl validation", diagnose.MissingRole, diagnose.Likely, "The REST API's own access control asks for a role.", diagnose.Fix{}},
	{"acl exception", diagnose.MissingPermission, diagnose.Likely, "An access control rule of the table refused.", diagnose.Fix{}},
	{"operation against file*was aborted by business rule", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"server error", diagnose.FeatureOff, diagnose.Possible, "The client-credentials grant may be off for the instance (a system property).", diagnose.Fix{}},
	{"user not authenticated", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
}
