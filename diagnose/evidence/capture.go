package evidence

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// capture is the calls of one input, of which some are cases and others are evidence.
type capture struct {
	refused []diagnose.Case
	errors  []diagnose.Case // answered with an error that is no refusal
	open    []diagnose.Case // no answer is shown
	last    *diagnose.Case  // the last call that went well
	well    []diagnose.Case // all of those, where every call is wanted
	others  []answered
	told    []told
	size    int
	letGo   bool // refused calls were given already

	preflights bool // there may be some among the refused
}

// answered is an exchange that went well, and whose it was.
type answered struct {
	diagnose.Exchange
	token string // its fingerprint; empty where none is shown
}

// told is what an answer of the capture tells about the holder of a token.
type told struct {
	token string
	facts diagnose.Case // token, client, user, resource and permissions on offer only
	id    string        // the object that was read; empty where it is about the caller
}

// add takes a call in.
func (p *capture) add(c diagnose.Case, r *raw, b *builder) {
	status := -1
	if c.Response != nil {
		status = c.Response.Status.Or(-1)
	}
	switch {
	case calledOff(r.failure):
		p.errors = spare(p.errors, c)
	case refused(&c):
		p.refused = append(p.refused, c)
		p.size += sizeOf(&c)
		p.preflights = p.preflights || methodOf(&c) == "OPTIONS"
	case c.Response == nil:
		p.open = spare(p.open, c)
	case status >= 400:
		p.errors = spare(p.errors, c)
	default:
		p.last = &c
		if b.o.Every {
			p.well = spare(p.well, c)
		}
		p.learn(&c, r, status, b)
	}
}

func spare(list []diagnose.Case, c diagnose.Case) []diagnose.Case {
	if len(list) < spareMax {
		list = append(list, c)
	}
	return list
}

// learn keeps an exchange that went well as evidence for the others.
func (p *capture) learn(c *diagnose.Case, r *raw, status int, b *builder) {
	if c.Request == nil || status < 200 || status > 299 {
		return
	}
	u := c.Request.URL.Or(diagnose.URL{})
	e := diagnose.Exchange{Method: c.Request.Method.Or(""), URL: u, Status: status, At: r.at}
	if len(p.others) < othersMax {
		p.others = append(p.others, answered{e, printOf(c)})
	}
	if len(p.told) < spareMax {
		if t, ok := tellsOf(r, u); ok {
			b.clean(&t.facts)
			if t.token == "" {
				t.token = printOf(c)
			}
			p.told = append(p.told, t)
		}
	}
}

func printOf(c *diagnose.Case) string {
	if c.Token == nil {
		return ""
	}
	return c.Token.Fingerprint
}

// oldest takes the first refused call out, before the capture is complete.
func (p *capture) oldest() diagnose.Case {
	p.foldPreflights()
	c := p.refused[0]
	p.refused[0] = diagnose.Case{}
	p.refused, p.size, p.letGo = p.refused[1:], p.size-sizeOf(&c), true
	p.inform(&c)
	return c
}

// settle gives the calls that are cases: the refused ones; where there are none,
// those that failed otherwise; where there are none, those whose answer is not
// shown; else the last call. The capture is empty afterwards.
func (p *capture) settle() []diagnose.Case {
	p.foldPreflights()
	cases := p.refused
	switch {
	case len(p.well) > 0:
		cases = slices.Concat(p.refused, p.errors, p.well)
	case len(cases) > 0 || p.letGo:
	case len(p.errors) > 0:
		cases = p.errors
	case len(p.open) > 0:
		cases = p.open
	case p.last != nil:
		cases = []diagnose.Case{*p.last}
		p.others = nil // it is among them
	}
	for i := range cases {
		p.inform(&cases[i])
	}
	*p = capture{}
	return cases
}

// inform adds to a case what the rest of the capture tells.
func (p *capture) inform(c *diagnose.Case) {
	token := printOf(c)
	var u diagnose.URL
	if c.Request != nil {
		u = c.Request.URL.Or(u)
	}
	for _, t := range p.told {
		if t.token == token && t.id == "" || t.id != "" && strings.Contains(u.Path, t.id) {
			joinCase(c, &t.facts)
		}
	}
	const enough = 32
	for _, o := range p.others {
		same := o.token != "" && o.token == token
		if (same || o.URL.Path == u.Path) && len(c.Others) < enough {
			o.SameToken = same
			c.Others = append(c.Others, o.Exchange)
		}
	}
}

// tellsOf reads an answer that tells about the caller or the object: tokens/me and
// its like, a token endpoint's answer, a conversation.
func tellsOf(r *raw, u diagnose.URL) (told, bool) {
	if r.respBody == nil || r.respBody.truncated || len(r.respBody.text) > 256<<10 || !looksLikeJSON([]byte(r.respBody.text[:min(64, len(r.respBody.text))])) {
		return told{}, false
	}
	at := or(r.respBody.at, r.at)
	j := jscan{s: r.respBody.text, fixed: at}
	if j.peek() != '{' {
		return told{}, false
	}
	var t told
	switch path := strings.TrimSuffix(u.Path, "/"); {
	case strings.HasSuffix(path, "/tokens/me"):
		token := &diagnose.Token{}
		t.facts.Client, t.facts.Token = j.tokenInfo(token), token
	case strings.HasSuffix(path, "/users/me"), strings.Contains(path, "/authorization/subjects/"):
		t.facts.User = j.readUser(nil, nil)
	case strings.HasSuffix(path, "/authorization/permissions"):
		t.facts.Offered = *j.offered()
	case strings.Contains(path, "/oauth/clients/"):
		t.facts.Client = j.readClient(nil, nil)
	case strings.Contains(path, "/conversations/"):
		t.id = path[strings.LastIndexByte(path, '/')+1:]
		t.facts.Resource = &diagnose.Resource{JSON: r.respBody.text, At: at}
		j.skip()
	case strings.HasSuffix(path, "/oauth/token"), strings.HasSuffix(path, "/oauth2/token"), strings.HasSuffix(path, "/v2.0/token"):
		t = j.issued(r, at)
		if issuesOpaque(u.Host) {
			t.facts.Token.Issuer = diagnose.Know("https://"+u.Host, at)
		}
	default:
		return told{}, false
	}
	return t, j.err == nil
}

// issuesOpaque knows the login hosts of Genesys Cloud: their tokens name no issuer
// themselves, and are good in the host's region only.
func issuesOpaque(host string) bool {
	domain, login := strings.CutPrefix(host, "login.")
	return login && (strings.HasPrefix(domain, "mypurecloud.") || strings.HasSuffix(domain, "pure.cloud"))
}

// issued reads the answer of a token endpoint: which grant the token comes from, and
// which scopes it was given.
func (j *jscan) issued(r *raw, at diagnose.Location) told {
	var t told
	token := &diagnose.Token{}
	for j.enter('{'); j.next('}'); {
		switch j.key() {
		case "access_token":
			if _, bare := tidy(j.text("access_token").Or("")); bare != "" {
				t.token = fingerprint(bare)
			}
		case "scope":
			if s := j.names("scope", bySpace); len(s.Or(nil)) > 0 {
				token.Scopes, token.ScopesFrom = s, "the answer of the token endpoint"
			}
		default:
			j.skip()
		}
	}
	t.facts.Token = token
	if r.reqBody != nil {
		for pair := range strings.SplitSeq(r.reqBody.text, "&") {
			if name, value, _ := strings.Cut(pair, "="); name == "grant_type" {
				t.facts.Client = &diagnose.Client{Grant: diagnose.Know(grantOf(value), at)}
			}
		}
	}
	return t
}
