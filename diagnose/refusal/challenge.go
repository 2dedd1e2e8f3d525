package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// challenge is one challenge of a WWW-Authenticate header (RFC 9110, 11.6.1).
type challenge struct {
	scheme string // lower case
	params []param
	at     diagnose.Location
}

type param struct{ name, value string }

func (c *challenge) get(name string) string {
	for _, p := range c.params {
		if strings.EqualFold(p.name, name) {
			return p.value
		}
	}
	return ""
}

// challenges reads every challenge of every WWW-Authenticate header. What does not
// follow the grammar is skipped.
func (s *answer) challenges() []challenge {
	var all []challenge
	for _, h := range s.resp.Headers {
		if strings.EqualFold(h.Name, "WWW-Authenticate") {
			for _, c := range parseChallenges(h.Value) {
				c.at = h.At
				all = append(all, c)
			}
		}
	}
	return all
}

func parseChallenges(v string) []challenge {
	var list []challenge
	p := challengeParser{rest: v}
	for {
		p.skip(" \t,")
		word := p.token()
		if word == "" {
			if p.rest == "" {
				return list
			}
			p.rest = p.rest[1:] // not in the grammar
			continue
		}
		p.skip(" \t")
		if strings.HasPrefix(p.rest, "=") && len(list) > 0 {
			p.rest = p.rest[1:]
			p.skip(" \t=")
			last := &list[len(list)-1]
			last.params = append(last.params, param{word, p.value()})
			continue
		}
		list = append(list, challenge{scheme: strings.ToLower(word)})
	}
}

type challengeParser struct{ rest string }

func (p *challengeParser) skip(set string) { p.rest = strings.TrimLeft(p.rest, set) }

func (p *challengeParser) token() string {
	i := strings.IndexAny(p.rest, " \t,=\"")
	if i < 0 {
		i = len(p.rest)
	}
	word := p.rest[:i]
	p.rest = p.rest[i:]
	return word
}

// value reads a token or a quoted string.
func (p *challengeParser) value() string {
	if !strings.HasPrefix(p.rest, `"`) {
		i := strings.IndexByte(p.rest, ',')
		if i < 0 {
			i = len(p.rest)
		}
		v := strings.TrimSpace(p.rest[:i])
		p.rest = p.rest[i:]
		return v
	}
	var b strings.Builder
	for i := 1; i < len(p.rest); i++ {
		switch c := p.rest[i]; c {
		case '"':
			p.rest = p.rest[i+1:]
			return b.String()
		case '\\':
			if i++; i < len(p.rest) {
				b.WriteByte(p.rest[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	p.rest = ""
	return b.String()
}

// readChallenges adds what the challenges of RFC 6750 and RFC 9470 say. A point of
// the same cause that the body already made is kept, and made surer.
func readChallenges(s *answer, r *diagnose.Refusal) {
	for _, c := range s.challenges() {
		if code := c.get("error"); code != "" {
			if !r.Code.Ok() {
				r.Code = diagnose.Know(code, c.at)
			}
			if d := c.get("error_description"); d != "" && !r.Message.Ok() {
				r.Message = diagnose.Know(limit(d), c.at)
			}
			readOAuthError(s, r, oauthError{
				code: code, description: c.get("error_description"), scopes: c.get("scope"),
				acr: c.get("acr_values"), maxAge: c.get("max_age"), at: c.at, says: "WWW-Authenticate says " + code,
			})
		}
	}
}
