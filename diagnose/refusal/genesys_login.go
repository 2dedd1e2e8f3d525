package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// readGenesysLogin reads the OAuth errors of the login host.
func readGenesysLogin(s *answer, r *diagnose.Refusal) bool {
	code := s.json.at("error").quoted()
	if !isOAuthError(code) {
		return false
	}
	if s.onTokenEndpoint() && strings.HasPrefix(s.host, "api.") {
		p := add(r, diagnose.WrongRegion, diagnose.Likely, diagnose.Location{}, "the token was asked of "+s.host)
		p.Detail = "Tokens are issued by the login host of the region, not by the API host."
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Ask https://login." + strings.TrimPrefix(s.host, "api.") + "/oauth/token"}}
	}
	oauth.read(s, r)
	if code == "invalid_client" && len(r.PointsTo(diagnose.WrongRegion)) == 0 {
		add(r, diagnose.WrongRegion, diagnose.Possible, s.codeAt, "the login host does not know the client").Detail = "A client exists in one region only; the login host has to be that region's."
	}
	return true
}
