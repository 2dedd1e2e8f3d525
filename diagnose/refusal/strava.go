package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// strava reads Strava's API: a message and errors that name resource, field and
// what is the matter with it.
var strava = platform{
	name: "strava",
	wrote: func(s *answer) bool {
		resource := s.json.at("errors", "0", "resource").str() // GitHub's errors have the same keys
		return s.json.at("errors", "0").has("field", "code") && (resource == "AccessToken" || resource == "Application" || resource == "Athlete")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Strava's API"
		field, at := s.json.at("errors", "0", "field").str(), s.where("errors", "0", "field")
		code := s.json.at("errors", "0", "code").str()
		scope, ok := strings.CutSuffix(field, "_permission")
		switch {
		case ok && code == "missing":
			p := add(r, diagnose.MissingScope, diagnose.Certain, at, "the field "+field+" is missing from the token")
			p.Need = diagnose.AllOf(scope)
			p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Ask for the scope, and have the athlete authorise again"}}
		case field == "access_token" && code == "invalid":
			add(r, diagnose.BadToken, diagnose.Likely, at, "the access token is not accepted; it lives six hours")
		case code == "exceeded":
			waitFor(s, add(r, diagnose.RateLimited, diagnose.Certain, at, "the "+field+" is exceeded"))
		case code == "inactive":
			add(r, diagnose.ClientDisabled, diagnose.Certain, at, "the application is inactive")
		}
	},
}
