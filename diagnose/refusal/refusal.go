// Package refusal reads what the server itself said: a response becomes a
// [diagnose.Refusal] with its code, its own words, who wrote it, and the points it
// makes: which scope, permission, division, policy or state it names as the reason.
//
// There is one file per platform, each a value with two functions: does this
// answer look like ours, and what does it say. all.go lists them, intermediaries
// first, since a CDN's or a proxy's refusal is not the API's. What nobody knows is
// read by its words in generic.go, which is never certain.
package refusal

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// platform reads the answers of one platform, or of one convention that many
// servers follow.
type platform struct {
	name  string
	wrote func(*answer) bool               // whether the answer is this platform's
	read  func(*answer, *diagnose.Refusal) // adds what it says
}

// Listen reads the response a of request q. It never fails, is pure, and returns
// an answer for every input; where nothing is said, the Refusal has no points. q
// and a may be nil.
func Listen(q *diagnose.Request, a *diagnose.Response) *diagnose.Refusal {
	s := hear(q, a)
	r := &diagnose.Refusal{Platform: "generic", Reference: s.reference()}
	if s.code != "" {
		r.Code = diagnose.Know(s.code, s.codeAt)
	}
	if s.message != "" {
		r.Message = diagnose.Know(limit(s.message), s.messageAt)
	}
	r.Status = s.knownStatus()
	if s.status < 200 || s.status >= 300 || s.saysNo() || s.redirected {
		for i := range platforms {
			if p := platforms[i]; p.wrote(s) {
				r.Platform = p.name
				p.read(s, r)
				break
			}
		}
		readRemote(s, r)
		settle(s, r)
	}
	return r
}

// Platforms names the platforms and conventions that are known, in the order in
// which they are tried.
func Platforms() []string {
	var names []string
	for _, p := range platforms {
		if !slices.Contains(names, p.name) {
			names = append(names, p.name)
		}
	}
	return names
}

// settle adds what holds for every platform: the challenge in WWW-Authenticate,
// what a status means by itself, the plain words where nothing was understood, and
// whether all this is a refusal.
func settle(s *answer, r *diagnose.Refusal) {
	own := r.Answerer == diagnose.AnswererUnknown || r.Answerer == diagnose.AnswererAPI || r.Answerer == diagnose.AnswererLogin
	if own {
		readChallenges(s, r)
	}
	readStatus(s, r)
	if own && !telling(r.Points) {
		readWords(s, r)
	}
	if own {
		readNeeded(s, r)
	}
	if len(r.Points) == 0 {
		readSilence(s, r)
	}
	if r.Answerer == diagnose.AnswererUnknown && s.form == jsonForm && !s.inside {
		r.Answerer, r.Because = diagnose.AnswererAPI, "a JSON body, as APIs answer"
	}
	for i := range r.Points { // the surest first; they are few
		for k := i; k > 0 && r.Points[k].Certainty > r.Points[k-1].Certainty; k-- {
			r.Points[k], r.Points[k-1] = r.Points[k-1], r.Points[k]
		}
	}
	switch {
	case isRefusal(s.status) || s.status == 407 || len(r.Points) > 0 && (s.statusShown && s.refuses() || s.redirected):
		r.Refused = true
	case !r.Refused:
		r.Refused = refuses(s, r)
	}
}

func telling(points []diagnose.Point) bool {
	for _, p := range points {
		if p.Certainty > diagnose.Possible {
			return true
		}
	}
	return false
}

// refuses says whether the points make an answer of another status a refusal: more
// than possibly one of them is why the server said no.
func refuses(s *answer, r *diagnose.Refusal) bool {
	for _, p := range r.Points {
		if p.Certainty > diagnose.Possible || !s.statusShown && !aboutBody(p.Cause) {
			return true
		}
	}
	return !s.statusShown && (s.says("forbidden") || s.says("unauthorized") || s.says("access denied"))
}

func aboutBody(cause diagnose.Cause) bool {
	return cause == diagnose.PayloadSchema || cause == diagnose.PayloadSemantics
}

// add appends a point and returns it for the fields that few points have.
func add(r *diagnose.Refusal, cause diagnose.Cause, c diagnose.Certainty, at diagnose.Location, says string) *diagnose.Point {
	r.Points = append(r.Points, diagnose.Point{Cause: cause, Certainty: c, At: at, Says: says})
	return &r.Points[len(r.Points)-1]
}

// meaning is what a platform's code stands for.
type meaning struct {
	code      string
	cause     diagnose.Cause
	certainty diagnose.Certainty
	detail    string
	fix       diagnose.Fix
}

// lookup finds a code in a platform's list, without regard to case.
func lookup(list []meaning, code string) *meaning {
	if code == "" {
		return nil
	}
	for i := range list {
		if strings.EqualFold(list[i].code, code) {
			return &list[i]
		}
	}
	return nil
}

// mean adds the point that a code stands for; at is where the code was read.
func mean(r *diagnose.Refusal, m *meaning, at diagnose.Location) *diagnose.Point {
	p := add(r, m.cause, m.certainty, at, "code "+m.code)
	p.Detail = m.detail
	if m.fix.Do != "" {
		p.Fixes = []diagnose.Fix{m.fix}
	}
	return p
}

// known adds the point for the first of the codes that the list has, and says
// whether there was one.
func known(s *answer, r *diagnose.Refusal, list []meaning, codes ...string) bool {
	for _, code := range codes {
		if m := lookup(list, code); m != nil {
			mean(r, m, s.codeAt)
			return true
		}
	}
	return false
}
