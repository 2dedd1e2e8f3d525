package refusal

import "github.com/why403/why403/diagnose"

// tesla reads Tesla's Fleet API, whose bodies have response, error and
// error_description.
var tesla = platform{
	name: "tesla",
	wrote: func(s *answer) bool {
		return s.onHost("tesla.com", "teslamotors.com") || s.json.has("response", "error", "error_description")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the envelope of Tesla's API"
		readSentences(s, r, teslaSentences[:])
	},
}

var teslaSentences = [...]meaning{
	{"missing scopes", diagnose.MissingScope, diagnose.Certain, "The owner has not ticked the scope at consent, or the app does not ask for it.",
		diagnose.Fix{By: diagnose.Person, Where: "Tesla account › third-party apps › the app", Do: "Grant the scope, then get a new token"}},
	{"vehicle command protocol required", diagnose.EndpointNotPublished, diagnose.Likely, "The vehicle takes signed commands only; the plain REST command is gone for it.",
		diagnose.Fix{By: diagnose.Developer, Do: "Send commands through the vehicle-command proxy, with the app's key paired to the vehicle"}},
	{"must be registered in the current region", diagnose.ConsentMissing, diagnose.Likely, "The developer's account is not registered in this region.",
		diagnose.Fix{By: diagnose.Developer, Do: "POST /api/1/partner_accounts in this region with a partner token, or call the region where the account is registered"}},
	{"expected partner account", diagnose.BadToken, diagnose.Likely, "The endpoint takes a partner token, made with client credentials, not a user's.",
		diagnose.Fix{By: diagnose.Developer, Do: "Get a token with grant_type client_credentials"}},
	{"not have access to vehicle", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"public key has not been paired", diagnose.ConsentMissing, diagnose.Certain, "The vehicle's owner has not added the app's key.", diagnose.Fix{}},
}
