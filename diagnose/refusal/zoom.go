package refusal

import "github.com/why403/why403/diagnose"

// zoom reads Zoom's API: a numeric code and a message, the scopes in brackets.
var zoom = platform{
	name: "zoom",
	wrote: func(s *answer) bool {
		return s.json.has("code", "message") && (s.onHost("zoom.us", "zoomgov.com") || s.json.at("code").str() == "4711" || s.says("does not contain scopes"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Zoom's API"
		if s.says("does not contain scopes") {
			p := add(r, diagnose.MissingScope, diagnose.Certain, s.messageAt, "the server names the scopes")
			if scopes := brackets(s.message, "scopes"); len(scopes) > 0 {
				p.Need, p.Says = diagnose.AnyOf(scopes...), "code "+s.code+" names "+diagnose.AnyOf(scopes...).String()
			}
			p.Detail = "One of the listed scopes is enough; prefer the one without :admin or :master where it does."
			p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Where: "marketplace.zoom.us › Manage › the app › Scopes", Do: "Add the scope, and get a new token; a user-managed app has to be authorised again"}}
			return
		}
		known(s, r, zoomCodes[:], s.code)
	},
}

var zoomCodes = [...]meaning{
	{"124", diagnose.BadToken, diagnose.Likely, "The access token is not valid; an expired one gets this code too.", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"104", diagnose.MissingScope, diagnose.Likely, "", diagnose.Fix{}},
	{"4700", diagnose.MissingScope, diagnose.Possible, "The token cannot be used here: scopes, or the kind of app.", diagnose.Fix{}},
	{"4711", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{}},
	{"4718", diagnose.MissingScope, diagnose.Likely, "", diagnose.Fix{}},
	{"200", diagnose.FeatureOff, diagnose.Likely, "The account's plan or settings do not include this, or the user lacks the permission.", diagnose.Fix{}},
	{"300", diagnose.PayloadSemantics, diagnose.Likely, "", diagnose.Fix{}},
	{"1010", diagnose.ResourceState, diagnose.Likely, "The user does not belong to this account.", diagnose.Fix{}},
	{"3161", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"429", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
