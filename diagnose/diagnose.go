package diagnose

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Parts is what an Engine is made of. Catalog, Listen and HitRate may be nil:
// then no operation is known, the server's words are not parsed, no rate is shown.
type Parts struct {
	Catalog  Catalog
	Listen   func(*Request, *Response) *Refusal
	Checkers []*Checker // in the order of their stages
	HitRate  func(RuleID, Certainty) (HitRate, bool)
	Version  string
}

// Engine diagnoses cases. It is immutable and may be used by several goroutines.
type Engine struct {
	Parts
	tool Tool
}

// New checks the parts and joins all complaints about them.
func New(p Parts) (*Engine, error) {
	e := &Engine{Parts: p, tool: Tool{Version: p.Version}}
	if p.Catalog != nil {
		e.tool.Catalog = p.Catalog.About()
	}
	return e, validate(p.Checkers)
}

// Diagnose explains one refused request. It does no I/O, looks at no clock, keeps
// nothing, and gives the same Report for the same Case.
func (e *Engine) Diagnose(c Case) Report {
	e.require(&c)

	r := Report{Tool: e.tool, Case: &c, Question: question(&c), Disagreements: c.Clashes, Redactions: c.Redactions}
	// One list for both kinds of notes: the cleared fill it from the front, the
	// unasked from the back.
	notes := make([]Note, len(e.Checkers))
	cleared, unasked := 0, len(notes)
	var blamed []Finding
	seen, has := view{whole: &c}, c.Has()
	for _, ch := range e.Checkers {
		v := ask(ch, &seen, has)
		switch v.Outcome {
		case Blamed:
			blamed = append(blamed, stamp(ch, v.Findings)...)
		case Cleared:
			notes[cleared] = Note{Rule: ch.ID, Cause: ch.Cause, Stage: ch.Stage, Reason: v.Reason}
			cleared++
		case Abstained:
			unasked--
			notes[unasked] = Note{Rule: ch.ID, Cause: ch.Cause, Stage: ch.Stage, Reason: v.Reason, Ask: v.Bring}
		}
		r.Disagreements = append(r.Disagreements, v.Disagreements...)
	}
	r.Cleared, r.Unasked = notes[:cleared:cleared], notes[unasked:]
	slices.Reverse(r.Unasked)
	e.rank(&r, blamed)
	conclude(&r, blamed)
	r.Rejudged = rejudge(c.Before, &r)
	return r
}

// require finds out what the API asks of this operation, and what the server
// said about it.
func (e *Engine) require(c *Case) {
	if e.Catalog != nil {
		c.Names = e.Catalog
	}
	if e.Catalog != nil && c.Request != nil {
		if u, ok := c.Request.URL.Get(); ok {
			route := e.route(c.Request, u)
			c.Route = &route
		}
	}
	if e.Listen != nil && c.Response != nil {
		c.Refusal = e.Listen(shown(c.Request, noRequest, true), c.Response)
	}
}

// route asks the catalog for the operation behind a request. A POST may name
// another method in a header, as gateways and frameworks understand it; that one
// counts where the catalog knows it.
func (e *Engine) route(r *Request, u URL) Route {
	method := r.Method.Or("")
	if method != "POST" {
		return e.Catalog.Route(method, u)
	}
	for _, name := range [...]string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"} {
		h, ok := r.Header(name)
		if !ok {
			continue
		}
		asked := strings.ToUpper(strings.TrimSpace(h.Value))
		if route := e.Catalog.Route(asked, u); route.Kind == RouteFound {
			route.Repaired = "the header " + name + " asks for " + asked
			return route
		}
	}
	return e.Catalog.Route(method, u)
}

// ask puts the case to one checker, which sees no more of it than it declared.
func ask(ch *Checker, c *view, has Evidence) Verdict {
	if missing := ch.Needs &^ has; missing != 0 {
		if missing&BodyEvidence != 0 && withoutBody(c.whole) {
			return Verdict{Reason: "there is no body to look at: the call takes none"}
		}
		v := Verdict{Reason: "not brought: " + missing.String()}
		if ch.Bring != nil {
			v.Bring = *ch.Bring
		}
		return v
	}
	return ch.Check(c.only(ch.Needs | ch.May))
}

// withoutBody says whether a call has no body: nobody need bring one.
func withoutBody(c *Case) bool {
	if c.Route != nil && c.Route.Operation != nil {
		return c.Route.Operation.Body == nil
	}
	method := ""
	if c.Request != nil {
		method = c.Request.Method.Or("")
	}
	return method == "GET" || method == "HEAD"
}

func stamp(ch *Checker, fs []Finding) []Finding {
	for i := range fs {
		fs[i].Rule, fs[i].Stage = ch.ID, ch.Stage
		if fs[i].Cause == "" {
			fs[i].Cause = ch.Cause
		}
	}
	return fs
}

// rank puts the best explanation first: certainty, then the server's own order of
// checks. What would fail behind the first explanation goes to Then: the first
// failing stage is the one the server met.
func (e *Engine) rank(r *Report, blamed []Finding) {
	ranked := merge(blamed)
	for i := range ranked { // they are few, and large
		for k := i; k > 0 && outranks(&ranked[k], &ranked[k-1]); k-- {
			ranked[k], ranked[k-1] = ranked[k-1], ranked[k]
		}
	}
	r.Causes = make([]Ranked, 0, len(ranked))
	for i, f := range ranked {
		x := Ranked{Finding: f, Because: because(ranked, i)}
		if e.HitRate != nil {
			if rate, ok := e.HitRate(f.Rule, f.Certainty); ok {
				x.HitRate = &rate
			}
		}
		switch {
		case i == 0 || rivals(ranked[0], f):
			x.Rank = len(r.Causes) + 1
			r.Causes = append(r.Causes, x)
		case f.Fault || f.Certainty >= Likely:
			x.Rank = len(r.Then) + 1
			r.Then = append(r.Then, x)
		default:
			r.Unasked = append(r.Unasked, Note{Rule: f.Rule, Cause: f.Cause, Stage: f.Stage,
				Reason: "possible, but something certain explains the refusal: " + f.Summary})
		}
		if r.CorrectedBody == nil {
			r.CorrectedBody = f.CorrectedBody
		}
	}
}

func outranks(a, b *Finding) bool {
	return cmp.Or(cmp.Compare(b.Certainty, a.Certainty), cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.Rule, b.Rule)) < 0
}

// rivals says whether f explains the refusal instead of first. It does not where
// first is certain; then, as where f is a fault of a later stage, f shows once
// first is mended.
func rivals(first, f Finding) bool {
	switch first.Certainty {
	case Certain:
		return false
	case Likely:
		return f.Stage <= first.Stage || f.Certainty < Likely && !f.Fault
	}
	return true
}

// merge folds findings of one cause into the strongest of them, with the evidence
// of all.
func merge(blamed []Finding) []Finding {
	out := make([]Finding, 0, len(blamed))
next:
	for _, f := range blamed {
		if f.Cause == NotRefused {
			continue
		}
		for i := range out {
			if out[i].Cause == f.Cause {
				out[i] = fold(out[i], f)
				continue next
			}
		}
		out = append(out, f)
	}
	return out
}

func fold(a, b Finding) Finding {
	if b.Certainty > a.Certainty {
		a, b = b, a
	}
	a.Evidence = append(slices.Clip(a.Evidence), b.Evidence...)
	if a.Need.Empty() {
		a.Need = b.Need
	}
	if a.Have == nil {
		a.Have = b.Have
	}
	if a.CorrectedBody == nil {
		a.CorrectedBody = b.CorrectedBody
	}
	if len(a.Fixes) == 0 {
		a.Fixes = b.Fixes
	}
	if a.Settle.Empty() {
		a.Settle = b.Settle
	}
	return a
}

func because(ranked []Finding, i int) string {
	f := ranked[i]
	alone := len(ranked) == 1 || ranked[1].Certainty < ranked[0].Certainty
	switch {
	case i == 0 && len(ranked) == 1:
		return "it is the only explanation that was found"
	case i == 0 && f.Certainty == Certain && alone:
		return "it is certain, and nothing else is"
	case i == 0 && f.Certainty == Certain:
		return "it is certain, and of what is certain the server checks it first"
	case i == 0 && f.Certainty == Likely && alone:
		return "it is likely, and nothing else is more than possible"
	case i == 0 && f.Certainty == Likely:
		return "nothing is certain; of what is likely the server checks it first"
	case i == 0:
		return "nothing more than possible was found; the server checks this first"
	case f.Certainty < ranked[0].Certainty:
		return "it is " + f.Certainty.String() + " only"
	}
	return "the server checks it after the " + ranked[i-1].Stage.String()
}

// conclude says in one word how it ends, and what to bring if it does not.
func conclude(r *Report, blamed []Finding) {
	for _, f := range blamed {
		if f.Cause == NotRefused {
			r.Conclusion, r.Causes, r.Then, r.CorrectedBody = WasNotRefused, nil, nil, nil
			return
		}
	}
	if len(r.Causes) > 0 && r.Causes[0].Certainty >= Likely {
		r.Conclusion = Explained
		return
	}
	r.Conclusion = Unexplained
	r.Next = next(r)
	if r.Next != nil || len(r.Causes) > 0 {
		r.Conclusion = Inconclusive
	}
}

// next is what to bring before anything else: what settles the first suspect, else the
// cheapest that is about a suspect, else the cheapest at all.
func next(r *Report) *Ask {
	if len(r.Causes) > 0 && !r.Causes[0].Settle.Empty() {
		return &r.Causes[0].Settle
	}
	var best *Note
	suspected := func(n *Note) bool {
		return slices.ContainsFunc(r.Causes, func(f Ranked) bool { return f.Cause == n.Cause })
	}
	for i := range r.Unasked {
		n := &r.Unasked[i]
		if n.Ask.Empty() {
			continue
		}
		if best == nil || suspected(n) && !suspected(best) || suspected(n) == suspected(best) && n.Ask.Cost < best.Ask.Cost {
			best = n
		}
	}
	if best == nil {
		return nil
	}
	ask := best.Ask
	return &ask
}

func question(c *Case) Question {
	q := Question{Notes: c.Notes, Principal: principal(c)}
	if c.Request != nil {
		q.Method = c.Request.Method.Or("")
		if u, ok := c.Request.URL.Get(); ok {
			q.URL = u.String()
		}
	}
	if c.Response != nil {
		q.Status = c.Response.Status
	}
	if c.Refusal != nil {
		q.Platform, q.Reference = c.Refusal.Platform, c.Refusal.Reference
		q.Code, q.Message = c.Refusal.Code.Or(""), c.Refusal.Message.Or("")
		if !q.Status.Ok() {
			q.Status = c.Refusal.Status
		}
	}
	if c.Route != nil {
		q.Operation = c.Route.Operation
	}
	return q
}

// principal says who called: a client where the grant is client credentials or
// the token is known to have nobody behind it, a user where one was brought.
func principal(c *Case) Principal {
	p := Principal{Kind: "unknown"}
	hasUser := Known[bool]{}
	if c.Token != nil {
		p.Fingerprint, p.Expires, hasUser = c.Token.Fingerprint, c.Token.Expires, c.Token.HasUser
	}
	if c.Client != nil {
		p.Grant = c.Client.Grant.Or("")
	}
	user, known := hasUser.Get()
	switch {
	case p.Grant == ClientCredentials || known && !user:
		p.Kind = "client"
	case p.Grant != "" || user || c.User != nil:
		p.Kind = "user"
	}
	p.Caller = caller(c, p.Kind)
	return p
}

func caller(c *Case, kind string) string {
	var subject, client string
	if c.Token != nil {
		subject, client = c.Token.Subject.Or(""), c.Token.ClientID.Or("")
	}
	switch {
	case subject != "":
		return subject
	case kind != "client" && c.User != nil:
		return c.User.Entity.Or(Entity{}).ID
	case kind == "client" && c.Client != nil:
		return cmp.Or(client, c.Client.Entity.Or(Entity{}).ID)
	case kind == "client":
		return client
	}
	return ""
}

func validate(checkers []*Checker) error {
	var errs []error
	seen := make(map[RuleID]bool, len(checkers))
	for i, ch := range checkers {
		complain := func(what string) { errs = append(errs, fmt.Errorf("rule %q: %s", ch.ID, what)) }
		switch {
		case ch.ID == "":
			complain("has no id")
		case seen[ch.ID]:
			complain("appears twice")
		case ch.Check == nil:
			complain("has no check")
		case ch.Stage < StageAnswerer || ch.Stage > StagePayload:
			complain("has no stage")
		case i > 0 && ch.Stage < checkers[i-1].Stage:
			complain("stands after a rule of a later stage")
		}
		seen[ch.ID] = true
	}
	return errors.Join(errs...)
}
