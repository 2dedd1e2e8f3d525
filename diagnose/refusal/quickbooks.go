package refusal

import "github.com/why403/why403/diagnose"

// quickbooks reads Intuit's accounting API: a fault with numbered errors, whose
// message may hide the number in "errorCode=003100".
var quickbooks = platform{
	name: "quickbooks",
	wrote: func(s *answer) bool {
		return s.onHost("quickbooks.api.intuit.com", "sandbox-quickbooks.api.intuit.com") || s.json.at("fault").has("error", "type") || s.json.at("Fault").has("Error", "type")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the fault of Intuit's API"
		for _, path := range [...][]string{{"fault", "error", "0", "code"}, {"Fault", "Error", "0", "code"}} {
			if m := lookup(quickbooksCodes[:], s.json.at(path...).str()); m != nil {
				r.Code = diagnose.Know(m.code, s.where(path...))
				mean(r, m, s.where(path...))
				return
			}
		}
	},
}

var quickbooksCodes = [...]meaning{
	{"3100", diagnose.WrongOrg, diagnose.Likely, "The token is not for this company (realm), or a sandbox token went to production or the other way round.",
		diagnose.Fix{By: diagnose.Developer, Do: "Compare the realm id in the path with the one that came with the authorization, and the host with the app's keys"}},
	{"3200", diagnose.BadToken, diagnose.Likely, "The access token is malformed, revoked or past its hour.", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
	{"3001", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"6190", diagnose.FeatureOff, diagnose.Certain, "The company's subscription has ended, or there was a billing problem.", diagnose.Fix{}},
	{"5020", diagnose.MissingPermission, diagnose.Certain, "The user's role does not allow it.", diagnose.Fix{}},
	{"610", diagnose.ResourceState, diagnose.Certain, "The object is inactive or does not exist.", diagnose.Fix{}},
}
