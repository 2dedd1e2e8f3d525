package standard

import (
	"encoding/json"
	"fmt"
	"net/http"
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

func scopesOf(op *diagnose.Operation) []string {
	if op.Scopes.Mode == diagnose.All {
		return op.Scopes.Names
	}
	if len(op.Scopes.Names) > 0 {
		return op.Scopes.Names[:1]
	}
	return []string{"users"}
}

func faults() []fault {
	return []fault{
		{"another path", []diagnose.Cause{diagnose.EndpointNotPublished}, breakPath, nil, diagnose.StageAddress},
		{"another method", []diagnose.Cause{diagnose.WrongMethod, diagnose.EndpointNotPublished}, breakMethod, nil, diagnose.StageAddress},
		{"expired token", []diagnose.Cause{diagnose.ExpiredToken}, func(c *diagnose.Case, _ *diagnose.Operation) bool {
			c.Token.Expires = here(faultTime.Add(-time.Hour))
			return true
		}, nil, diagnose.StageToken},
		{"no user", []diagnose.Cause{diagnose.NeedsUserContext}, func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.Client.Grant, c.Token.HasUser = here(diagnose.ClientCredentials), here(false)
			return op.NeedsUser
		}, func(*diagnose.Operation) (int, string, string) {
			return 400, "not.a.user", "This request requires a user context. Client credentials cannot be used for requests to this resource."
		}, diagnose.StageGrant},
		{"no scope", []diagnose.Cause{diagnose.MissingScope}, func(c *diagnose.Case, op *diagnose.Operation) bool {
			other := "gdpr"
			if strings.HasPrefix(scopesOf(op)[0], other) {
				other = "fax:readonly"
			}
			c.Token.Scopes = here([]string{other})
			return op.ScopeBasis != diagnose.NoBasis && !op.Scopes.Empty()
		}, func(op *diagnose.Operation) (int, string, string) {
			return 403, "app.not.authorized.for.scope", "App not authorized to use scope " + op.Scopes.Names[0]
		}, diagnose.StageScope},
		{"no permission", []diagnose.Cause{diagnose.MissingPermission}, func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.User.Permissions = here([]string{"nothing:atAll:view"})
			return !op.Permissions.Empty()
		}, func(op *diagnose.Operation) (int, string, string) {
			if op.Permissions.Mode == diagnose.All {
				return 403, "missing.permissions", "Unable to perform the requested action. You are missing the following permission(s): [" + strings.Join(op.Permissions.Names, ", ") + "]"
			}
			return 403, "missing.any.permissions", "Unable to perform the requested action. You must have at least one of the following permissions assigned: [" + strings.Join(op.Permissions.Names, ", ") + "]"
		}, diagnose.StagePermission},
		{"another division", []diagnose.Cause{diagnose.WrongDivision}, func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.User.Divisions = here([]string{"8e51b8a2-7777-4c0d-9a51-c0ffee000007"})
			return !op.Permissions.Empty() && strings.Count(op.Permissions.Names[0], ":") == 2
		}, func(op *diagnose.Operation) (int, string, string) {
			return 403, "missing.permissions", "Unable to perform the requested action. You are missing the following permission(s): [" + op.Permissions.Names[0] + ":8e51b8a2-6666-4c0d-9a51-c0ffee000006]"
		}, diagnose.StageDivision},
		{"bad body", []diagnose.Cause{diagnose.PayloadSchema}, func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.Request.Body = here(diagnose.Body{Text: `{"participants": [`})
			return op.Body != nil
		}, nil, diagnose.StagePayload},
	}
}

func breakPath(c *diagnose.Case, _ *diagnose.Operation) bool {
	u, _ := c.Request.URL.Get()
	u.Path += "/nosuchthing/here"
	c.Request.URL = here(u)
	return true
}

func breakMethod(c *diagnose.Case, op *diagnose.Operation) bool {
	u, _ := c.Request.URL.Get()
	route := Catalog().Route("TRACE", u)
	for _, m := range []string{http.MethodPut, http.MethodDelete, http.MethodPost, http.MethodPatch, http.MethodGet} {
		if !slices.Contains(route.Methods, m) && m != op.Method {
			c.Request.Method = here(m)
			return true
		}
	}
	return false
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
	rate := float64(t.right) / float64(max(t.of, 1))
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

func TestCleanCallsAreNotBlamed(t *testing.T) {
	e, all, bodies := engine(t), tally{}, 0
	for op := range Catalog().All() {
		if op.Source != diagnose.Published {
			continue
		}
		c := clean(op)
		if op.Body != nil && op.Body.Schema != nil {
			if body := sample(op.Body.Schema()); body != "" {
				c.Request.Body = here(diagnose.Body{Text: body, Parsed: true})
				bodies++
			}
		}
		r := e.Diagnose(c)
		all.add(len(r.Causes)+len(r.Then) == 0, func() string { return op.ID + outcome(&r) })
		ok := clean(op)
		ok.Response.Status = here(200)
		r = e.Diagnose(ok)
		all.add(r.Conclusion == diagnose.WasNotRefused, func() string { return op.ID + " 200" + outcome(&r) })
	}
	all.reaches(t, 1, "clean calls")
	assert.Greater(t, bodies, 1000, "most bodies have a form")
}

func TestSingleFaultsComeFirst(t *testing.T) {
	e := engine(t)
	for _, f := range faults() {
		silent, spoken := tally{}, tally{}
		for op := range Catalog().All() {
			c := clean(op)
			if op.Source != diagnose.Published || !f.apply(&c, op) {
				continue
			}
			r := e.Diagnose(c)
			if f.stage != diagnose.StageDivision { // which only the server's words or the object show
				silent.add(len(r.Causes) > 0 && slices.Contains(f.cause, r.Causes[0].Cause), func() string { return op.ID + outcome(&r) })
			}
			if f.answer != nil {
				status, code, message := f.answer(op)
				say(&c, status, code, message)
				r := e.Diagnose(c)
				spoken.add(len(r.Causes) > 0 && slices.Contains(f.cause, r.Causes[0].Cause), func() string { return op.ID + outcome(&r) })
			}
		}
		if silent.of > 0 {
			silent.reaches(t, 0.99, f.name+", bare 403")
		}
		if spoken.of > 0 {
			spoken.reaches(t, 0.99, f.name+", named by the server")
		}
	}
}

func TestDoubleFaultsAreBothNamedInOrder(t *testing.T) {
	e := engine(t)
	fs := faults()
	for i, first := range fs {
		for _, second := range fs[i+1:] {
			if first.stage == second.stage || first.stage == diagnose.StageAddress && second.stage != diagnose.StageToken ||
				first.stage == diagnose.StageGrant && second.stage == diagnose.StageScope {
				continue // behind a wrong address nothing is known; without a user scopes do not apply
			}
			silent, spoken := tally{}, tally{}
			for op := range Catalog().All() {
				c := clean(op)
				if op.Source != diagnose.Published || !first.apply(&c, op) || !second.apply(&c, op) {
					continue
				}
				r := e.Diagnose(c)
				if first.stage != diagnose.StageDivision && second.stage != diagnose.StageDivision {
					silent.add(inOrder(&r, first.cause, second.cause), func() string { return op.ID + outcome(&r) })
				}
				if first.answer != nil && second.stage != diagnose.StageDivision {
					status, code, message := first.answer(op)
					say(&c, status, code, message)
					r := e.Diagnose(c)
					spoken.add(inOrder(&r, first.cause, second.cause), func() string { return op.ID + outcome(&r) })
				}
			}
			if silent.of > 0 {
				silent.reaches(t, 0.95, first.name+" and "+second.name+", bare 403")
			}
			if spoken.of > 0 {
				spoken.reaches(t, 0.95, first.name+" and "+second.name+", the first named by the server")
			}
		}
	}
}

// inOrder says whether the first fault leads and the second is named behind it.
func inOrder(r *diagnose.Report, first, second []diagnose.Cause) bool {
	all := append(slices.Clone(r.Causes), r.Then...)
	return len(all) > 1 && slices.Contains(first, all[0].Cause) &&
		slices.ContainsFunc(all[1:], func(x diagnose.Ranked) bool { return slices.Contains(second, x.Cause) })
}

// sample makes a body that a JSON Schema accepts: every property, once.
func sample(schema []byte) string {
	var root map[string]any
	if json.Unmarshal(schema, &root) != nil {
		return ""
	}
	text, err := json.Marshal(sampleOf(root, root, 0))
	if err != nil {
		return ""
	}
	return string(text)
}

func sampleOf(root, s map[string]any, depth int) any {
	if ref, ok := s["$ref"].(string); ok {
		at := any(root)
		for _, step := range strings.Split(strings.TrimPrefix(ref, "#/"), "/") {
			if step != "" && step != "#" {
				at = at.(map[string]any)[step]
			}
		}
		s, _ = at.(map[string]any)
	}
	if values, ok := s["enum"].([]any); ok {
		return values[0]
	}
	kind, _ := s["type"].(string)
	if kinds, ok := s["type"].([]any); ok {
		kind, _ = kinds[0].(string)
	}
	switch kind {
	case "string":
		return sampleString(s)
	case "integer", "number":
		return 1
	case "boolean":
		return true
	case "array":
		if items, ok := s["items"].(map[string]any); ok && depth < 4 {
			return []any{sampleOf(root, items, depth+1)}
		}
		return []any{}
	}
	object := map[string]any{}
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	for name, p := range properties {
		if depth < 3 || slices.Contains(required, any(name)) && depth < 8 {
			object[name] = sampleOf(root, p.(map[string]any), depth+1)
		}
	}
	return object
}

func sampleString(s map[string]any) string {
	switch s["format"] {
	case "date-time":
		return "2026-03-01T10:00:00.000Z"
	case "date", "local-date":
		return "2026-03-01"
	case "uri":
		return "https://example.org/x"
	case "uuid":
		return "8e51b8a2-1111-4c0d-9a51-c0ffee000001"
	}
	return "x"
}
