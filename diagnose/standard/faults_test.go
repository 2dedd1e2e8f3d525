package standard

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// A fault is one thing that is wrong with a call that was in order.
type fault struct {
	name  string
	cause []diagnose.Cause // one of these must come first
	apply func(*diagnose.Case, *diagnose.Operation) bool
	// answer is what the platform says to this fault, where it says so in words.
	answer func(*diagnose.Operation) (status int, code, message string)
	mute   bool // a bare 403 does not show it: only the server's words do
	hides  bool // the operation is not known behind it
	client bool // the caller is a client with nobody behind it
	stage  diagnose.Stage
}

var faultTime = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)

func here[T any](v T) diagnose.Known[T] { return diagnose.Know(v, diagnose.Location{Source: "case"}) }

// clean makes a call that is in order: the right address, a live token with the
// scopes, a user with the permissions everywhere. It is refused without a word.
func clean(op *diagnose.Operation) diagnose.Case {
	path := op.Path
	for i := 1; strings.Contains(path, "{"); i++ {
		open, end := strings.IndexByte(path, '{'), strings.IndexByte(path, '}')
		path = path[:open] + fmt.Sprintf("8e51b8a2-1111-4c0d-9a51-c0ffee%06d", i) + path[end+1:]
	}
	return diagnose.Case{
		Request: &diagnose.Request{Method: here(op.Method), URL: here(diagnose.URL{Scheme: "https", Host: "api.mypurecloud.com", Path: path}),
			Headers: []diagnose.Header{{Name: "Authorization", Value: "Bearer ⟨token-1⟩"}, {Name: "Content-Type", Value: "application/json"}}},
		Response: &diagnose.Response{Status: here(403)},
		Token: &diagnose.Token{Kind: here(diagnose.Opaque), Scheme: here("bearer"), Scopes: here(scopesOf(op)), ScopesFrom: "GET /api/v2/tokens/me",
			HasUser: here(true), Expires: here(faultTime.Add(time.Hour))},
		Client: &diagnose.Client{Grant: here(diagnose.Grant("authorization_code"))},
		User: &diagnose.User{Permissions: here(append([]string{"directory:user:view"}, op.Permissions.Names...)), Roles: here(append([]string{"employee"}, op.Roles.Names...)),
			Divisions: here([]string{"*"})},
		At: here(faultTime),
	}
}

func published() []*diagnose.Operation {
	var ops []*diagnose.Operation
	for op := range Catalog().All() {
		if op.Source == diagnose.Published {
			ops = append(ops, op)
		}
	}
	return ops
}

func scopesOf(op *diagnose.Operation) []string {
	if op.Scopes.Mode == diagnose.All {
		return op.Scopes.Names
	}
	if len(op.Scopes.Names) > 0 {
		return op.Scopes.Names[:1]
	}
	return []string{"users"}
}

func say(c *diagnose.Case, status int, code, message string) {
	text := fmt.Sprintf(`{"message": %q, "code": %q, "status": %d, "messageParams": {}, "contextId": "8e51b8a2-9999-4c0d-9a51-c0ffee000009", "details": [], "errors": []}`, message, code, status)
	c.Response = &diagnose.Response{Status: here(status), Body: here(diagnose.Body{Text: text, Parsed: true})}
}

// tally counts what was right of what was tried, and keeps a few that were not.
type tally struct {
	right, of int
	wrong     []string
}

func (t *tally) add(right bool, say func() string) {
	t.of++
	if right {
		t.right++
	} else if len(t.wrong) < 5 {
		t.wrong = append(t.wrong, say())
	}
}

func (t *tally) reaches(tt *testing.T, goal float64, what string) {
	tt.Helper()
	if t.of == 0 {
		return
	}
	rate := float64(t.right) / float64(t.of)
	tt.Logf("%-40s %5d of %5d  %.2f%%", what, t.right, t.of, 100*rate)
	assert.GreaterOrEqual(tt, rate, goal, "%s; such as %s", what, strings.Join(t.wrong, "\n"))
}

func outcome(r *diagnose.Report) string {
	var b strings.Builder
	for _, f := range r.Causes {
		fmt.Fprintf(&b, " %s(%s,%s)", f.Cause, f.Rule, f.Certainty)
	}
	b.WriteString(" then")
	for _, f := range r.Then {
		fmt.Fprintf(&b, " %s(%s,%s)", f.Cause, f.Rule, f.Certainty)
	}
	return b.String()
}

func engine(t *testing.T) *diagnose.Engine {
	e, err := New(Options{Version: "test"})
	require.NoError(t, err)
	return e
}

// inOrderAs are the ways in which a call that is in order may be brought, each a
// change to the plain one that breaks nothing.
var inOrderAs = map[string]func(*diagnose.Case, *diagnose.Operation){
	"plain": func(*diagnose.Case, *diagnose.Operation) {},
	"a client": func(c *diagnose.Case, op *diagnose.Operation) {
		if !op.NeedsUser {
			withoutUser(c, op)
			c.Token.Scopes = here([]string(nil))
		}
	},
	"grants": func(c *diagnose.Case, op *diagnose.Operation) {
		if len(op.Roles.Names) == 0 {
			c.User = &diagnose.User{Grants: here([]diagnose.RoleGrant{{Role: diagnose.Entity{Name: "all of it"},
				Division: diagnose.Entity{ID: callersDivision}, Permissions: append([]string{"directory:user:view"}, op.Permissions.Names...)}})}
			c.Resource = &diagnose.Resource{JSON: `{"id": "x", "division": {"id": "` + callersDivision + `"}}`}
		}
	},
	"wildcards": func(c *diagnose.Case, op *diagnose.Operation) {
		c.User.Permissions = here([]string{"directory:*:*", "admin", "content_management_user"})
		for _, p := range op.Permissions.Names {
			domain, _, _ := strings.Cut(p, ":")
			c.User.Permissions = here(append(c.User.Permissions.Or(nil), domain+":*:*"))
		}
	},
	"the last of the names": func(c *diagnose.Case, op *diagnose.Operation) {
		if n := len(op.Scopes.Names); n > 0 {
			c.Token.Scopes = here(op.Scopes.Names[n-1:])
		}
		if n := len(op.Permissions.Names); n > 0 && op.Permissions.Mode == diagnose.Any {
			c.User.Permissions = here(op.Permissions.Names[n-1:])
		}
	},
}

func TestCleanCallsAreNotBlamed(t *testing.T) {
	e, bodies := engine(t), 0
	for name, bring := range inOrderAs {
		all := tally{}
		for _, op := range published() {
			c := clean(op)
			bring(&c, op)
			if op.Body != nil && op.Body.Schema != nil {
				if body := sample(op.Body.Schema()); body != "" {
					c.Request.Body = here(diagnose.Body{Text: body, Parsed: true})
					bodies++
				}
			}
			r := e.Diagnose(c)
			all.add(len(r.Causes)+len(r.Then) == 0, func() string { return op.ID + outcome(&r) })
			c.Response.Status = here(200)
			r = e.Diagnose(c)
			all.add(r.Conclusion == diagnose.WasNotRefused, func() string { return op.ID + " 200" + outcome(&r) })
		}
		all.reaches(t, 1, "clean calls, brought as "+name)
	}
	assert.Greater(t, bodies, 1000, "most bodies have a form")
}

func TestSingleFaultsComeFirst(t *testing.T) {
	e, ops := engine(t), published()
	for _, f := range faults() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			silent, spoken := tally{}, tally{}
			for _, op := range ops {
				tryFaults(e, op, &silent, &spoken, f)
			}
			silent.reaches(t, 0.99, "bare 403")
			spoken.reaches(t, 0.99, "named by the server")
		})
	}
}

// tryFaults breaks a call to op by the faults, in the server's order, and looks
// whether the diagnosis names them in that order: to a bare 403, and where the
// server names the first.
func tryFaults(e *diagnose.Engine, op *diagnose.Operation, silent, spoken *tally, fs ...fault) {
	c := clean(op)
	mute := false
	for i, f := range fs {
		if !f.apply(&c, op) {
			return
		}
		mute = mute || f.mute
		if i > 0 && f.mute {
			return
		}
	}
	judge := func(all *tally) {
		r := e.Diagnose(c)
		all.add(inOrder(&r, fs), func() string { return op.ID + outcome(&r) })
	}
	if !mute {
		judge(silent)
	}
	if fs[0].answer != nil {
		status, code, message := fs[0].answer(op)
		say(&c, status, code, message)
		judge(spoken)
	}
}

// TestDoubleFaultsAreBothNamedInOrder tries every pair of faults that can meet, each
// on operations of its own, so that together they go over the whole catalog.
func TestDoubleFaultsAreBothNamedInOrder(t *testing.T) {
	const stride = 41
	e, ops, fs, pairs := engine(t), published(), faults(), 0
	slices.SortStableFunc(fs, func(a, b fault) int { return cmp.Compare(a.stage, b.stage) })
	for i, first := range fs {
		for _, second := range fs[i+1:] {
			if !meet(first, second) {
				continue
			}
			pairs++
			silent, spoken := tally{}, tally{}
			for n := pairs % stride; n < len(ops); n += stride {
				tryFaults(e, ops[n], &silent, &spoken, first, second)
			}
			silent.reaches(t, 0.95, first.name+" and "+second.name+", bare 403")
			spoken.reaches(t, 0.95, first.name+" and "+second.name+", the first named by the server")
		}
	}
	assert.Greater(t, pairs, 2*stride, "together they go over every operation")
}

// meet says whether two faults can be in one call, and both be seen.
func meet(first, second fault) bool {
	switch {
	case first.stage == second.stage || second.mute:
		return false
	case first.hides:
		return second.stage == diagnose.StageToken // behind a wrong address nothing is known
	case first.stage == diagnose.StageGrant && second.stage == diagnose.StageScope:
		return false // without a user scopes do not apply
	case second.client:
		return first.stage != diagnose.StageScope && first.stage != diagnose.StageGrant
	case first.client && second.stage == diagnose.StageScope:
		return false
	case first.stage == diagnose.StagePermission && second.stage == diagnose.StageDivision:
		return first.mute // a permission that is not held lacks in every division
	}
	return true
}

// TestRolesOfAnOverlay demands a role for every operation: without it a role is what
// is missing, with it nothing is, and a missing scope or permission shows as before.
func TestRolesOfAnOverlay(t *testing.T) {
	ops := published()
	e, err := New(Options{Version: "test", Overlays: []Overlay{supervisorsOnly(ops)}})
	require.NoError(t, err)
	lacks := fault{cause: []diagnose.Cause{diagnose.MissingRole}, stage: diagnose.StagePermission, apply: func(*diagnose.Case, *diagnose.Operation) bool { return true }}
	var single, scope, held tally
	for _, op := range ops {
		tryFaults(e, op, &single, &single, lacks)
		tryFaults(e, op, &scope, &scope, scopeFaults()[1], lacks)
		c := clean(op)
		c.User.Roles = here([]string{"employee", "supervisor"})
		r := e.Diagnose(c)
		held.add(len(r.Causes)+len(r.Then) == 0, func() string { return op.ID + outcome(&r) })
	}
	single.reaches(t, 0.99, "no role")
	scope.reaches(t, 0.95, "scope to read only and no role")
	held.reaches(t, 1, "the role is held")
}

// inOrder says whether the first fault leads and the others are named behind it.
func inOrder(r *diagnose.Report, fs []fault) bool {
	all := append(slices.Clone(r.Causes), r.Then...)
	if len(all) < len(fs) || !slices.Contains(fs[0].cause, all[0].Cause) {
		return false
	}
	for _, f := range fs[1:] {
		if !slices.ContainsFunc(all[1:], func(x diagnose.Ranked) bool { return slices.Contains(f.cause, x.Cause) }) {
			return false
		}
	}
	return true
}
