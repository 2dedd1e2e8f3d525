package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// spotify reads Spotify's Web API, which answers some refusals as plain text.
var spotify = platform{
	name: "spotify",
	wrote: func(s *answer) bool {
		return s.onHost("api.spotify.com", "accounts.spotify.com") || s.says("not registered in the developer dashboard") || s.says("user not approved for app") || s.says("insufficient client scope") ||
			s.says("player command failed") || s.says("settings on developer spotify com") || s.json.at("error", "reason").str() == "PREMIUM_REQUIRED"
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of Spotify's API"
		if !readSentences(s, r, spotifySentences[:]) && s.status == 403 && s.message == "" && closedBySpotify(s.path) {
			p := add(r, diagnose.EndpointNotPublished, diagnose.Likely, s.statusAt, "a bare 403 from an endpoint that is closed to new apps")
			p.Detail = "Apps without extended access from before November 2024 get no answer here; no scope mends that."
		}
	},
}

// closedBySpotify says whether a path is of those that new apps are refused.
func closedBySpotify(path string) bool {
	for _, part := range [...]string{"/audio-features", "/audio-analysis", "/recommendations", "/related-artists", "/featured-playlists", "/browse/categories"} {
		if strings.Contains(path, part) {
			return true
		}
	}
	return false
}

var spotifySentences = [...]meaning{
	{"not registered in the developer dashboard", diagnose.ConsentMissing, diagnose.Likely, "In development mode an app serves only the users on its list.",
		diagnose.Fix{By: diagnose.Developer, Where: "developer.spotify.com › Dashboard › the app › User Management", Do: "Add the user, or ask for extended quota mode"}},
	{"user not approved for app", diagnose.ConsentMissing, diagnose.Likely, "In development mode an app serves only the users on its list.",
		diagnose.Fix{By: diagnose.Developer, Where: "developer.spotify.com › Dashboard › the app › User Management", Do: "Add the user, or ask for extended quota mode"}},
	{"settings on developer spotify com", diagnose.ConsentMissing, diagnose.Likely, "In development mode an app serves only the users on its list.",
		diagnose.Fix{By: diagnose.Developer, Where: "developer.spotify.com › Dashboard › the app › User Management", Do: "Add the user, or ask for extended quota mode"}},
	{"insufficient client scope", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Ask for the scope that the endpoint's page lists, and have the user authorise again"}},
	{"premium only device", diagnose.FeatureOff, diagnose.Certain, "The user has no Premium subscription.", diagnose.Fix{}},
	{"premium required", diagnose.FeatureOff, diagnose.Certain, "The user has no Premium subscription.", diagnose.Fix{}},
	{"restriction violated", diagnose.ResourceState, diagnose.Likely, "The player's present state does not allow the command.", diagnose.Fix{}},
	{"access token expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
	{"no token provided", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"valid user authentication required", diagnose.NeedsUserContext, diagnose.Certain, "A client-credentials token has no user.", diagnose.Fix{}},
	{"active premium subscription", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
}
