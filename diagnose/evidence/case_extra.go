package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Members of a case that programs write and people hardly do: what a report keeps of
// a capture so that it can be judged again.

// others reads further calls of the same capture.
func (c *caseReader) others() {
	if c.null() {
		return
	}
	for c.enter('['); c.next(']'); {
		o := other{at: c.here()}
		for c.enter('{'); c.next('}'); {
			switch key := c.key(); key {
			case "method":
				o.method = c.text("others.method").Or("")
			case "url":
				o.url = c.text("others.url").Or("")
			case "status":
				o.status = c.integer("others.status").Or(0)
			case "same_token":
				o.sameToken = c.truth("others.same_token").Or(false)
			default:
				c.skip()
			}
		}
		c.r.others = append(c.r.others, o)
	}
}

// disagreements reads the contradictions between pieces that were brought.
func (c *caseReader) disagreements() (list []diagnose.Disagreement) {
	if c.null() {
		return nil
	}
	for c.enter('['); c.next(']'); {
		var d diagnose.Disagreement
		for c.enter('{'); c.next('}'); {
			switch c.key() {
			case "about":
				d.About = c.text("about").Or("")
			case "sources":
				d.Sources = c.claimsOfSources()
			default:
				c.skip()
			}
		}
		list = append(list, d)
	}
	return list
}

func (c *caseReader) claimsOfSources() (list []diagnose.Claim) {
	for c.enter('['); c.next(']'); {
		var x diagnose.Claim
		for c.enter('{'); c.next('}'); {
			switch c.key() {
			case "from":
				x.From = c.text("from").Or("")
			case "says":
				x.Says = c.text("says").Or("")
			default:
				c.skip()
			}
		}
		list = append(list, x)
	}
	return list
}

// settledMember reads what is left of a token that itself is gone.
func (c *caseReader) settledMember(t *diagnose.Token, key string) {
	c.f.keep().settled = true
	at := c.here()
	v := c.text("token." + key).Or("")
	switch key {
	case "fingerprint":
		if isFingerprint(v) {
			t.Fingerprint = v
		}
	case "problem":
		t.Problem = diagnose.Know(v, at)
	case "scopes_from":
		t.ScopesFrom = v
	case "unreadable":
		c.f.kept.unreadable = v
	}
}

func isFingerprint(v string) bool {
	hex, ok := strings.CutPrefix(v, "sha256:")
	return ok && len(hex) == 12 && strings.Trim(hex, "0123456789abcdef") == ""
}

// settle gives the facts that a token does not tell the reason why they are not known.
func settle(t *diagnose.Token, why string) {
	if why == "" {
		return
	}
	reason(&t.Scopes, why)
	reason(&t.Permissions, why)
	reason(&t.Roles, why)
	reason(&t.Audience, why)
	reason(&t.Issuer, why)
	reason(&t.ClientID, why)
	reason(&t.Subject, why)
	reason(&t.Algorithm, why)
}

// Too many places call it for each to have a copy.
//
//go:noinline
func reason[T any](k *diagnose.Known[T], why string) {
	if !k.Ok() {
		*k = diagnose.Unknown[T](why)
	}
}
