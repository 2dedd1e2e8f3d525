package diagnose

import "slices"

// Answerer is who wrote the response.
type Answerer string

// The answerers. AnswererUnknown means that the response does not show it.
const (
	AnswererUnknown Answerer = ""
	AnswererAPI     Answerer = "api"
	AnswererCDN     Answerer = "cdn"
	AnswererWAF     Answerer = "waf"
	AnswererGateway Answerer = "gateway"
	AnswererProxy   Answerer = "proxy"
	AnswererStorage Answerer = "storage"
	AnswererCSRF    Answerer = "csrf protection"
	AnswererCORS    Answerer = "cors preflight"
	AnswererLogin   Answerer = "login"
)

// Refusal is what the server itself said, parsed. What we infer from it is not
// in here.
type Refusal struct {
	Platform  string // "genesys", "github", …; "generic" where the shape is nobody's in particular
	Answerer  Answerer
	Because   string // why we think that was the answerer: "server: awselb/2.0 and an HTML body"
	Refused   bool   // the response says no, whatever its status
	Status    Known[int]
	Code      Known[string] // the literal machine-readable code
	Message   Known[string] // the server's own words, secrets replaced
	Reference string        // correlation or request id, for the vendor's support
	Points    []Point       // what the response names, most decisive first
	Own       bool          // the form or the words are such as only this platform's API writes
	Listed    bool          // for platforms whose codes are known: whether this code is one of them
}

// Point is one thing that a response names as the reason: "the scope x is
// missing", "the division d is not yours".
type Point struct {
	Cause     Cause
	Certainty Certainty // Certain where the words leave no other reading
	Says      string    // in one clause, quoting the server: `code missing.permissions names a:b:c`
	Summary   string    // what is wrong, where the rule's general summary does not fit; mostly empty
	At        Location
	Need      Requirement // scopes, permissions or roles that were named
	Have      []string    // what the server said is held (X-OAuth-Scopes, Slack's provided)
	Divisions []string    // division ids that were named
	Principal string      // who the server thinks called: a Kubernetes user, an AWS ARN
	Action    string      // what was refused: "iam:PassRole", "list configmaps"
	Object    string      // on what
	Detail    string      // one sentence of explanation particular to this code or platform
	Fixes     []Fix       // particular to this code or platform; the rule adds the general ones
}

// PointsTo returns the points that name cause, to be read and not to be changed.
func (r *Refusal) PointsTo(cause Cause) []Point {
	first := slices.IndexFunc(r.Points, func(p Point) bool { return p.Cause == cause })
	if first < 0 {
		return nil
	}
	end := first + 1
	for end < len(r.Points) && r.Points[end].Cause == cause {
		end++
	}
	ps := r.Points[first:end:end] // mostly they stand together
	for i := end; i < len(r.Points); i++ {
		if r.Points[i].Cause == cause {
			ps = append(ps, r.Points[i])
		}
	}
	return ps
}
