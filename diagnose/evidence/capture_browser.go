package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// calledOff says whether a browser's error is no refusal: the page or the person
// called the request off, an extension blocked it, or there was no network.
func calledOff(failure string) bool {
	for _, sign := range []string{"ERR_ABORTED", "ERR_BLOCKED_BY_CLIENT", "ERR_NAME_NOT_RESOLVED", "ERR_CONNECTION_", "ERR_INTERNET_DISCONNECTED",
		"ERR_NETWORK_", "ERR_TIMED_OUT", "ERR_ADDRESS_", "ERR_CERT_", "ERR_SSL_", "NS_BINDING_ABORTED", "NS_ERROR_ABORT", "NS_ERROR_UNKNOWN_HOST", "NS_ERROR_NET_", "Unable to resolve host"} {
		if strings.Contains(failure, sign) {
			return true
		}
	}
	return false
}

// foldPreflights puts a refused preflight under the call it was for, which got no
// answer because of it: that is the one to explain.
func (p *capture) foldPreflights() {
	if !p.preflights {
		return
	}
	p.preflights = false
	folded := make([]bool, len(p.refused))
	for i := range p.refused {
		if pre := &p.refused[i]; methodOf(pre) == "OPTIONS" {
			folded[i] = p.callOf(pre) != nil
			p.preflights = p.preflights || !folded[i] // its call may follow
		}
	}
	kept := make([]diagnose.Case, 0, len(p.refused))
	for i := range p.refused {
		if folded[i] {
			p.size -= sizeOf(&p.refused[i])
		} else {
			kept = append(kept, p.refused[i])
		}
	}
	p.refused = kept
}

// callOf finds the unanswered call that a refused preflight was for, and notes the
// preflight in it.
func (p *capture) callOf(pre *diagnose.Case) *diagnose.Case {
	status := pre.Response.Status.Or(0)
	if status == 0 {
		return nil
	}
	for i := range p.refused {
		c := &p.refused[i]
		if got, shown := c.Response.Status.Get(); methodOf(c) == "OPTIONS" || !shown || got != 0 || c.Request == nil || urlOf(c) != urlOf(pre) {
			continue
		}
		c.Others = append(c.Others, diagnose.Exchange{Method: "OPTIONS", URL: urlOf(pre), Status: status, At: pre.Request.Method.From()})
		return c
	}
	return nil
}

func methodOf(c *diagnose.Case) string {
	if c.Request == nil {
		return ""
	}
	return c.Request.Method.Or("")
}

func urlOf(c *diagnose.Case) diagnose.URL { return c.Request.URL.Or(diagnose.URL{}) }
