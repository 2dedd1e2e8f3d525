package refusal

import "github.com/why403/why403/diagnose"

// readSilence reads answers whose words say nothing: what is left are the form of
// the body, a few headers and the bare status.
func readSilence(s *answer, r *diagnose.Refusal) {
	after, afterAt := s.header("Retry-After")
	switch {
	case s.status == 400 && s.onTokenEndpoint() && onGenesysHost(s):
		readTokenRequest400(s, r)
	case s.status != 401 && s.status != 403:
	case s.headerHas("X-GitHub-OTP", "required") || s.headerHas("X-2FA-Approval-Result", "REJECTED"):
		add(r, diagnose.Other, diagnose.Likely, s.statusAt, "the headers ask for a second factor")
	case after != "" && s.status == 403:
		waitFor(s, add(r, diagnose.RateLimited, diagnose.Likely, afterAt, "a Retry-After header on a refusal"))
	case s.overLimit():
		waitFor(s, add(r, diagnose.RateLimited, diagnose.Likely, s.statusAt, "X-RateLimit-Remaining: 0"))
	case s.form == htmlForm && s.status == 403:
		readPage(s, r)
	case s.status == 401:
		readBare401(s, r)
	case s.says("not authorized") || s.says("unauthorized"):
		add(r, diagnose.MissingPermission, diagnose.Possible, s.messageAt, "the server says: "+short(s.message))
	}
}

// readPage reads an HTML page that nobody claims.
func readPage(s *answer, r *diagnose.Refusal) {
	sure := diagnose.Possible
	if r.Platform == genesys.name {
		sure = diagnose.Likely // that API never answers HTML
	}
	p := add(r, diagnose.WAFOrProxy, sure, s.body.At, "an HTML page where an API answers JSON")
	p.Detail = "Something in front of the API may have answered: a firewall, a proxy, a web server."
}

// readBare401 says that a 401 is about the credentials, never about rights.
func readBare401(s *answer, r *diagnose.Refusal) {
	if s.req.Complete && s.sent("Authorization") == "" && s.sent("Cookie") == "" {
		p := add(r, diagnose.MissingHeader, diagnose.Likely, s.statusAt, "status 401, and the request carried no Authorization header")
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send the token", Run: `curl -H "Authorization: Bearer $TOKEN" …the call…`}}
		return
	}
	says := "status 401: the credentials were not accepted"
	if s.onTokenEndpoint() {
		readTokenRequest401(s, r, says)
		return
	}
	add(r, diagnose.ExpiredToken, diagnose.Possible, s.statusAt, says).Detail = "A 401 is about the token, never about rights; expired is its usual reason."
	add(r, diagnose.BadToken, diagnose.Possible, s.statusAt, says)
}
