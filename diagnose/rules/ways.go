package rules

import (
	"net/url"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Ways says how a change is made on Genesys Cloud: in the admin pages, through the
// platform API, with gc, the platform's CLI, and with Terraform. Every call is one
// the catalog publishes. What the report does not know stands in capitals.
func Ways(c diagnose.Change) []diagnose.Way {
	switch c.Kind {
	case diagnose.GrantRole:
		return grantRole(c)
	case diagnose.AllowScopes:
		all := quotedList(append([]string{"SCOPES IT HAS"}, c.Scopes...)) // a client may have more than its token shows
		return clientWays(c, "Scope: switch on "+list(c.Scopes, "and")+", and leave the others as they are.\nEvery user signs in again: a token keeps the scopes it was issued with.",
			`"scope": `+all, "scopes = "+all)
	case diagnose.EnableClient:
		return clientWays(c, "set the client to active.", `"state": "active"`, `state = "active"`)
	case diagnose.AllowAddress:
		return allowAddress()
	case diagnose.ReviewPolicy:
		id := orElse(c.ID, "POLICY_ID")
		return []diagnose.Way{
			{Means: restAPI, Language: "http", Steps: "GET /api/v2/authorization/policies/" + id},
			{Means: gcCLI, Language: "sh", Steps: "gc authorization policies get " + id},
		}
	}
	return nil
}

const (
	adminPages = "Admin pages"
	restAPI    = "Platform API"
	gcCLI      = "gc, the platform's CLI"
	terraform  = "Terraform, provider mypurecloud/genesyscloud"
)

func clientWays(c diagnose.Change, byHand, json, hcl string) []diagnose.Way {
	id := orElse(c.ID, "CLIENT_ID")
	return []diagnose.Way{
		{Means: adminPages, Steps: "Admin › Integrations › OAuth › the client › " + byHand},
		{Means: restAPI, Language: "http", Steps: "# PUT replaces the whole client: send what GET answers, with this one field changed\n" +
			"GET /api/v2/oauth/clients/" + id + "\n" +
			"PUT /api/v2/oauth/clients/" + id + "\n" +
			"{… " + json + " …}"},
		{Means: gcCLI, Language: "sh", Steps: "gc oauth clients get " + id + " > client.json   # may hold the client's secret: delete it afterwards\n" +
			"# in client.json: " + json + "\n" +
			"gc oauth clients update " + id + " --file client.json"},
		{Means: terraform, Language: "hcl", Steps: "resource \"genesyscloud_oauth_client\" \"caller\" {\n  # everything else stays as it is\n  " + hcl + "\n}"},
	}
}

func allowAddress() []diagnose.Way {
	return []diagnose.Way{
		{Means: restAPI, Language: "http", Steps: "# PUT replaces the list: send what GET answers, and the new range with it\n" +
			"GET /api/v2/organizations/ipaddressauthentication\n" +
			"PUT /api/v2/organizations/ipaddressauthentication\n" +
			`{"networkWhitelist": ["RANGES THAT ARE THERE", "ADDRESS/32"]}`},
		{Means: gcCLI, Language: "sh", Steps: "gc organizations ipaddressauthentication get > ranges.json\n" +
			"# add \"ADDRESS/32\" to networkWhitelist in ranges.json\n" +
			"gc organizations ipaddressauthentication update --file ranges.json"},
		{Means: terraform, Language: "hcl", Steps: "resource \"genesyscloud_organization_authentication_settings\" \"organization\" {\n" +
			"  # everything else stays as it is\n  ip_address_allowlist = [\"RANGES THAT ARE THERE\", \"ADDRESS/32\"]\n}"},
	}
}

// grantRole grants a role that is known by name, or looks for one that carries the
// permissions before it makes one.
func grantRole(c diagnose.Change) []diagnose.Way {
	g := grantText{Change: c, who: "USER_ID", page: "Admin › People & Permissions › People › the user › Roles", kind: "PC_USER"}
	if c.ToClient {
		g.who, g.page, g.kind = "CLIENT_ID", "Admin › Integrations › OAuth › the client › Roles", "PC_OAUTH_CLIENT"
	}
	g.who, g.division = orElse(c.ID, g.who), "DIVISION_ID"
	if len(c.Divisions) > 0 {
		g.division = c.Divisions[0]
	}
	return []diagnose.Way{
		{Means: adminPages, Steps: g.byHand()},
		{Means: restAPI, Language: "http", Steps: g.calls()},
		{Means: gcCLI, Language: "sh", Steps: g.commands()},
		{Means: terraform, Language: "hcl", Steps: g.blocks()},
	}
}

// grantText writes a grant down: who gets it, in which division, on which page.
type grantText struct {
	diagnose.Change
	who, division, page, kind string
}

func (g grantText) byHand() string {
	in := "in the division of the object and in no other"
	if len(g.Divisions) > 0 {
		in = "in division " + list(g.Divisions, "or") + " and in no other"
	}
	assign := g.page + ": add the role "
	if g.Role != "" {
		assign += g.Role + ", "
	}
	assign += in + "."
	if g.ToClient {
		assign += " Only roles that you hold yourself can be given to a client."
	}
	if g.Role != "" {
		return assign
	}
	return "Admin › People & Permissions › Roles / Permissions: look for a role that carries " + list(g.Permissions, "and") + " and little else.\n" +
		"Only where there is none: Add Role, with " + these(g.Permissions, "this permission", "these permissions") + " alone.\n" + assign
}

func these(names []string, one, many string) string {
	if len(names) == 1 {
		return one
	}
	return many
}

func (g grantText) calls() string {
	grant := "POST /api/v2/authorization/subjects/" + g.who + "/divisions/" + g.division + "/roles/ROLE_ID?subjectType=" + g.kind
	if g.Role != "" {
		return "# the id of the role\nGET /api/v2/authorization/roles?name=" + escapeQuery(g.Role) + "\n# the grant; no body\n" + grant
	}
	return "# roles that carry it: take the one with the least else in it\n" +
		"GET /api/v2/authorization/roles?permission=" + g.Permissions[0] + "\n" +
		"# only where none fits: a new one\n" +
		"POST /api/v2/authorization/roles\n" + g.roleBody() + "\n" +
		"# the grant; no body\n" + grant
}

func (g grantText) roleBody() string {
	var policies []string
	for _, p := range g.policies() {
		policies = append(policies, `{"domain": "`+p.domain+`", "entityName": "`+p.entity+`", "actionSet": `+quotedList(p.actions)+`}`)
	}
	return `{"name": "API ` + g.Permissions[0] + `", "permissionPolicies": [` + strings.Join(policies, ", ") + `]}`
}

func (g grantText) commands() string {
	grant := "gc authorization subjects divisions roles create " + g.who + " " + g.division + " ROLE_ID --subjectType " + g.kind
	if g.Role != "" {
		return "gc authorization roles list --name " + shellWord(g.Role) + "\n" + grant
	}
	return "gc authorization roles list --autopaginate --permission " + g.Permissions[0] + "\n" +
		"gc authorization roles create --file role.json   # only where none fits; role.json is the body above\n" + grant
}

func (g grantText) blocks() string {
	role, blocks := "data.genesyscloud_auth_role.existing.id", "data \"genesyscloud_auth_role\" \"existing\" {\n  name = "+hclString(orElse(g.Role, "NAME OF THE EXISTING ROLE"))+"\n}\n\n"
	if g.Role == "" {
		blocks += "# only where no existing role fits, in place of the block above:\n# " +
			strings.ReplaceAll(g.roleBlock(), "\n", "\n# ") + "\n\n"
	}
	keep := "  # every role the %s has is listed here, and what is not listed is taken away: keep the others\n"
	if g.ToClient {
		return blocks + "resource \"genesyscloud_oauth_client\" \"caller\" {\n  # everything else stays as it is\n" + strings.Replace(keep, "%s", "client", 1) +
			"  roles {\n    role_id     = " + role + "\n    division_id = \"" + g.division + "\"\n  }\n}"
	}
	return blocks + "resource \"genesyscloud_user_roles\" \"caller\" {\n  user_id = \"" + g.who + "\"\n" + strings.Replace(keep, "%s", "user", 1) +
		"  roles {\n    role_id      = " + role + "\n    division_ids = [\"" + g.division + "\"]\n  }\n}"
}

func (g grantText) roleBlock() string {
	var b strings.Builder
	b.WriteString("resource \"genesyscloud_auth_role\" \"new\" {\n  name = " + hclString("API "+g.Permissions[0]) + "\n")
	for _, p := range g.policies() {
		b.WriteString("  permission_policies {\n    domain      = \"" + p.domain + "\"\n    entity_name = \"" + p.entity + "\"\n    action_set  = " + quotedList(p.actions) + "\n  }\n")
	}
	b.WriteString("}")
	return b.String()
}

// policy is permissions of one entity, as roles list them.
type policy struct {
	domain, entity string
	actions        []string
}

func (g grantText) policies() []policy {
	var all []policy
next:
	for _, p := range g.Permissions {
		domain, rest, _ := strings.Cut(p, ":")
		entity, action, _ := strings.Cut(rest, ":")
		for i := range all {
			if all[i].domain == domain && all[i].entity == entity {
				all[i].actions = append(all[i].actions, action)
				continue next
			}
		}
		all = append(all, policy{domain, entity, []string{action}})
	}
	return all
}

// quotedList is a list of the platform's names as JSON and HCL write it.
func quotedList(names []string) string { return `["` + strings.Join(names, `", "`) + `"]` }

// hclString quotes a name for HCL, where ${ and %{ would begin an expression.
func hclString(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "${", "$${", "%{", "%%{").Replace(s) + `"`
}

// shellWord quotes a name for a shell.
func shellWord(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

// escapeQuery percent-encodes a name for a query string.
func escapeQuery(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
