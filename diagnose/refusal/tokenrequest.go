package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

func (s *answer) onTokenEndpoint() bool {
	return contains(s.path, "/oauth/token") || contains(s.path, "/oauth2/token") || strings.HasSuffix(s.path, "/token") || contains(s.path, "oauth_token")
}

// credentialsInForm says that a token request shows its headers, none of them
// Authorization, and carries the client's credentials in its form.
func (s *answer) credentialsInForm() bool {
	b, ok := s.req.Body.Get()
	return ok && contains(b.Text, "client_id=") && len(s.req.Headers) > 0 && s.sent("Authorization") == ""
}

// invalidRequest reads what a token endpoint says to a form that it cannot read:
// parameters that came as JSON are no form.
func invalidRequest(s *answer, put putter) {
	if contains(s.path, "/authorize") {
		put(diagnose.PayloadSemantics, diagnose.Likely).Detail = "A parameter of the authorization request is missing or is not the client's, its redirect address for one."
		return
	}
	if !s.onTokenEndpoint() {
		return
	}
	if s.formAsJSON() {
		formNotJSON(put(diagnose.MissingHeader, diagnose.Likely))
		return
	}
	put(diagnose.PayloadSemantics, diagnose.Likely).Detail = "A parameter of the token request is missing, doubled or malformed."
}

// formAsJSON says that the parameters of a token request came as JSON.
func (s *answer) formAsJSON() bool {
	body := s.req.Body.Or(diagnose.Body{})
	return contains(s.sent("Content-Type"), "json") || strings.HasPrefix(strings.TrimSpace(body.Text), "{")
}

func formNotJSON(p *diagnose.Point) {
	p.Detail = "A token endpoint reads a form (RFC 6749, 4); parameters in JSON are none to it."
	p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send the parameters as application/x-www-form-urlencoded"}}
}

// readTokenRequest401 reads a bare 401 to a request for a token: none came with it
// that could have expired.
func readTokenRequest401(s *answer, r *diagnose.Refusal, says string) {
	if s.formAsJSON() && onGenesysHost(s) {
		formNotJSON(add(r, diagnose.MissingHeader, diagnose.Likely, s.statusAt, "the parameters were sent as JSON"))
	}
	add(r, diagnose.BadToken, diagnose.Possible, s.statusAt, says).Detail = "The client's id or secret is wrong, or was sent the wrong way or to another region."
}

// readTokenRequest400 reads a 400 without an OAuth error to a request for a token: the
// endpoint found no form in it.
func readTokenRequest400(s *answer, r *diagnose.Refusal) {
	switch header, shown := s.req.Header("grant_type"); {
	case shown:
		p := add(r, diagnose.PayloadSchema, diagnose.Likely, header.At, "grant_type was sent as a header")
		p.Detail = "A token endpoint looks for grant_type in the form (RFC 6749, 4.4.2), not among the headers."
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send grant_type in the body, as application/x-www-form-urlencoded"}}
	case s.formAsJSON():
		formNotJSON(add(r, diagnose.MissingHeader, diagnose.Likely, s.statusAt, "the parameters were sent as JSON"))
	}
}
