package rules

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/why403/why403/diagnose"
)

// everyName knows every name, so that only what is tested decides.
type everyName struct{ diagnose.NoNames }

func (everyName) IsScope(s string) bool      { return !strings.Contains(s, "view") }
func (everyName) IsPermission(s string) bool { return strings.Count(s, ":") == 2 }

var here = diagnose.Location{Source: "test"}

func refusedCall(method, path, body string, op *diagnose.Operation) *diagnose.Case {
	c := &diagnose.Case{Names: everyName{}, Request: &diagnose.Request{}, Refusal: &diagnose.Refusal{Platform: "genesys"},
		Route: &diagnose.Route{Operation: op, Host: diagnose.HostAPI}, Token: &diagnose.Token{}, Client: &diagnose.Client{}, User: &diagnose.User{}}
	c.Request.Method = diagnose.Know(method, here)
	c.Request.URL = diagnose.Know(diagnose.URL{Path: path}, here)
	c.Request.Body = diagnose.Know(diagnose.Body{Text: body}, here)
	return c
}

func TestEnoughIsTheNarrowestAlternative(t *testing.T) {
	for _, x := range []struct {
		method, path, body string
		need               diagnose.Requirement
		want               string
	}{
		{"PATCH", "/api/v2/users/1", "{}", diagnose.AnyOf("admin", "directory:user:edit", "directory:organization:admin"), "directory:user:edit"},
		{"GET", "/api/v2/routing/queues", "", diagnose.AnyOf("routing:*:*", "routing:queue:view"), "routing:queue:view"},
		{"DELETE", "/api/v2/routing/queues/1", "", diagnose.AnyOf("routing:queue:edit", "routing:queue:delete"), "routing:queue:delete"},
		{"PATCH", "/api/v2/conversations/calls/1/participants/2", `{"state": "disconnected"}`,
			diagnose.AnyOf("conversation:participant:wrapup", "conversation:call:record", "conversation:communication:disconnect"), "conversation:communication:disconnect"},
		{"GET", "/api/v2/x", "", diagnose.AllOf("a:b:view", "a:c:view"), "a:b:view a:c:view"},
	} {
		got := enough(refusedCall(x.method, x.path, x.body, nil), x.need)
		assert.Equal(t, x.want, strings.Join(got, " "))
	}
}

func TestGrantSpellsAsTheCatalogAndTakesTheDivision(t *testing.T) {
	op := &diagnose.Operation{Path: "/api/v2/externalcontacts/contacts", Permissions: diagnose.AnyOf("externalContacts:contact:view")}
	c := refusedCall("GET", op.Path, "", op)
	g := grantOf(c, diagnose.AllOf("externalcontacts:contact:view:0d1f0000-0000-4000-8000-000000000001"), nil)
	assert.Equal(t, []string{"externalContacts:contact:view"}, g.Permissions)
	assert.Equal(t, []string{"0d1f0000-0000-4000-8000-000000000001"}, g.Divisions)
	assert.False(t, g.ToClient)
}

func TestGrantPrefersARoleThatIsThere(t *testing.T) {
	c := refusedCall("GET", "/api/v2/routing/queues", "", nil)
	c.Client.Grant = diagnose.Know(diagnose.ClientCredentials, here)
	c.Client.Entity = diagnose.Know(diagnose.Entity{ID: "11111111-0000-4000-8000-000000000001"}, here)
	c.Client.Grants = diagnose.Know([]diagnose.RoleGrant{{Role: diagnose.Entity{Name: "Queue\nviewer"}, Permissions: []string{"routing:queue:*"}}}, here)
	g := grantOf(c, diagnose.AnyOf("routing:queue:view"), []string{"22222222-0000-4000-8000-000000000002"})
	assert.Equal(t, &diagnose.Change{Kind: diagnose.GrantRole, ToClient: true, ID: "11111111-0000-4000-8000-000000000001",
		Role: "Queue viewer", Permissions: []string{"routing:queue:view"}, Divisions: []string{"22222222-0000-4000-8000-000000000002"}}, g)
	api := steps(*g, restAPI)
	assert.Contains(t, api, "GET /api/v2/authorization/roles?name=Queue%20viewer\n")
	assert.NotContains(t, api, "POST /api/v2/authorization/roles\n", "no new role beside one that is there")
	assert.Contains(t, api, "/subjects/11111111-0000-4000-8000-000000000001/divisions/22222222-0000-4000-8000-000000000002/roles/ROLE_ID?subjectType=PC_OAUTH_CLIENT")
}

// What a server says never becomes a part of a command but as a plain id, a published
// name, or quoted.
func TestCommandsCarryNothingThatRuns(t *testing.T) {
	c := refusedCall("GET", "/api/v2/routing/queues", "", nil)
	c.User.Entity = diagnose.Know(diagnose.Entity{ID: "$(reboot)"}, here)
	g := grantOf(c, diagnose.AnyOf("routing:queue:view"), []string{"x; reboot", "--all", `"}`, "33333333-0000-4000-8000-000000000003"})
	assert.Empty(t, g.ID)
	assert.Equal(t, []string{"33333333-0000-4000-8000-000000000003"}, g.Divisions)
	role := grantOfRole(c, "it's ${file(\"/etc/passwd\")}\n%{x}")
	assert.Contains(t, steps(*role, gcCLI), `gc authorization roles list --name 'it'\''s ${file("/etc/passwd")} %{x}'`)
	assert.Contains(t, steps(*role, terraform), `name = "it's $${file(\"/etc/passwd\")} %%{x}"`)
	assert.Nil(t, grantOf(c, diagnose.AnyOf("com.example.Permission"), nil), "no permission of the platform")
	c.Refusal.Platform, c.Route.Host = "github", diagnose.HostUnknown
	assert.Nil(t, grantOf(c, diagnose.AnyOf("routing:queue:view"), nil), "another platform")
}

func TestScopesAreTheUnionOfHeldAndNeeded(t *testing.T) {
	c := refusedCall("GET", "/api/v2/routing/queues", "", nil)
	s := scopesOfClient(c, []string{"users:readonly", "conversation:view"}, diagnose.AnyOf("routing", "routing:readonly"))
	assert.Equal(t, []string{"users:readonly", "routing:readonly"}, s.Scopes, "the one that only reads, and nothing that is no scope")
	assert.Nil(t, scopesOfClient(c, nil, diagnose.AllOf("conversation:view")))
	assert.Contains(t, steps(*s, restAPI), `{… "scope": ["SCOPES IT HAS", "users:readonly", "routing:readonly"] …}`)
}

func TestGeneralFixesAreForThoseLeftOut(t *testing.T) {
	own := []diagnose.Fix{{By: diagnose.Developer, Do: "Set the clock"}}
	all := beside(own, diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}, diagnose.Fix{By: diagnose.Admin, Do: "Compare the keys"})
	assert.Equal(t, []diagnose.Fix{own[0], {By: diagnose.Admin, Do: "Compare the keys"}}, all)
}

func TestWaysOfTheOtherChanges(t *testing.T) {
	assert.Contains(t, steps(diagnose.Change{Kind: diagnose.EnableClient, ToClient: true}, terraform), `state = "active"`)
	assert.Contains(t, steps(diagnose.Change{Kind: diagnose.AllowAddress}, restAPI), "PUT /api/v2/organizations/ipaddressauthentication\n")
	assert.Equal(t, "gc authorization policies get 4f0d0000-0000-4000-8000-000000000001",
		steps(diagnose.Change{Kind: diagnose.ReviewPolicy, ID: policyID("Policy ID(s): [4f0d0000-0000-4000-8000-000000000001, 5]")}, gcCLI))
	assert.Empty(t, policyID("Policy ID(s): x; reboot"))
	all := grantText{Change: diagnose.Change{Permissions: []string{"a:b:view", "a:c:edit", "a:b:edit"}}}
	assert.Equal(t, []policy{{"a", "b", []string{"view", "edit"}}, {"a", "c", []string{"edit"}}}, all.policies())
	assert.Empty(t, Ways(diagnose.Change{}))
}

func steps(c diagnose.Change, means string) string {
	for _, w := range Ways(c) {
		if w.Means == means {
			return w.Steps
		}
	}
	return ""
}
