package evidence

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// readJSON reads a JSON input that is no capture: a case, or a single answer of an
// API, told by its keys.
func readJSON(in *source, found func(raw) error) error {
	t, err := in.text()
	if err != nil {
		return err
	}
	s := t.string()
	if !strings.HasPrefix(strings.TrimLeft(s, " \t\r\n"), "{") {
		j := jscan{s: s, place: t}
		j.skip()
		j.end()
		if j.err != nil {
			return j.err
		}
		return &Error{At: in.start(), Problem: "this JSON is a list, and no case", Hint: "bring one case per file, or one per line"}
	}
	keys, err := membersOf(s, t)
	if err != nil {
		return err
	}
	if len(keys) == 0 || slices.ContainsFunc(keys, isCaseMember) && !keys.any("message", "errors", "conversationId", "participants") {
		r, err := readCase(t, in.options.Hint)
		if err != nil {
			return err
		}
		return found(r)
	}
	return readAnswer(s, t, keys, in, found)
}

// members are the names at the top of an object.
type members []string

func (m members) any(names ...string) bool {
	for _, n := range names {
		for _, have := range m {
			if have == n {
				return true
			}
		}
	}
	return false
}

// membersOf lists the names at the top of an object. Where the first of them is
// already one of a case, the rest is left to the reader of cases.
func membersOf(s string, t *text) (members, error) {
	j := jscan{s: s, place: t}
	var keys members
	for j.enter('{'); j.next('}'); {
		key := j.key()
		keys = append(keys, key)
		if len(keys) == 1 && (key == "request" || key == "response") {
			return keys, nil
		}
		j.skip()
	}
	j.end()
	if j.err != nil {
		return nil, j.err
	}
	return keys, nil
}

// readAnswer reads an answer of an API that stands alone, told by its members: it is
// a fragment of a call.
func readAnswer(s string, t *text, keys members, in *source, found func(raw) error) error {
	r := raw{at: in.start(), fragment: true}
	f := &facts{}
	j := jscan{s: s, place: t}
	c := caseReader{jscan: j, hint: in.options.Hint}
	switch {
	case keys.any("authorizedScope", "OAuthClient", "homeOrganization"):
		f.token = &diagnose.Token{}
		f.infoClient = j.tokenInfo(f.token)
	case keys.any("authorizedGrantType", "roleDivisions"):
		f.client = j.readClient(nil, nil)
	case keys.any("authorization", "grants") || keys.any("permissions", "roles", "divisions") && !keys.any("exp", "iss", "aud", "scope", "scp"):
		f.user = j.readUser(nil, nil)
	case keys.any("entities") && strings.Contains(s, `"permissionMap"`):
		f.offered = j.offered()
	case keys.any("active") && keys.any("scope", "client_id", "token_type", "exp", "username") || keys.any("active") && len(keys) == 1:
		f.token = &diagnose.Token{}
		j.claims(f.token, "member of the introspection")
	case keys.any("access_token"):
		f.token = &diagnose.Token{}
		r.token, r.tokenAt = c.tokenAnswer(f.token), in.start()
		j = c.jscan
	case keys.any("exp", "iss", "aud", "scp", "sub", "iat"):
		f.token = &diagnose.Token{Kind: diagnose.Know(diagnose.JWT, in.start())}
		j.claims(f.token, "claim")
	case keys.any("method", "url") && !keys.any("message", "code", "error"):
		c.object("request", requestKeys, c.requestAlone)
		r, j = c.r, c.jscan
		r.at = in.start()
		f = nil
	case keys.any("message", "code", "error", "errors", "error_description", "detail", "title", "Message", "fault", "errorMessage", "errorCode", "reason", "kind", "ok"):
		r.respBody, f = &rawBody{text: s, at: t.at(leading(s)), parsed: true, inLines: true}, nil
	case keys.any("id", "selfUri", "conversationId", "participants"):
		f.resource = &rawBody{text: s, at: t.at(leading(s)), parsed: true, inLines: true}
	default:
		return &Error{At: in.start(), Problem: "this JSON is neither a case nor an answer that why403 knows",
			Hint: `put it where it belongs: {"response": {"status": 403, "body": …}}; see why403 schema case`}
	}
	if j.err != nil {
		return j.err
	}
	r.facts = f
	return found(r)
}

// requestAlone reads {"method": …, "url": …}, whatever stands beside.
func (c *caseReader) requestAlone(key string) bool {
	if !c.request(key) {
		c.skip()
	}
	return true
}

// tokenAnswer reads the answer of a token endpoint.
func (c *caseReader) tokenAnswer(t *diagnose.Token) (token string) {
	for c.enter('{'); c.next('}'); {
		switch c.key() {
		case "access_token":
			token = c.text("access_token").Or("")
		case "scope":
			if s := c.names("scope", bySpace); len(s.Or(nil)) > 0 {
				t.Scopes, t.ScopesFrom = s, "the answer of the token endpoint"
			}
		default:
			c.skip()
		}
	}
	return token
}

func leading(s string) int { return len(s) - len(strings.TrimLeft(s, " \t\r\n")) }
