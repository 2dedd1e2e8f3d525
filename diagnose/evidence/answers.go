package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// The platform's own answers about who is calling: GET /api/v2/tokens/me,
// /api/v2/users/me, /api/v2/authorization/subjects/me, /api/v2/oauth/clients/{id}.

// stranger is told of members that are not known; nil where any may stand there.
type stranger func(offset int, name, key, keys string)

func (s stranger) meets(j *jscan, offset int, name, key, keys string) {
	if s != nil && j.err == nil {
		s(offset, name, key, keys)
	}
	j.skip()
}

// tokenInfo reads the answer of GET /api/v2/tokens/me into t. What it says of the
// client comes back beside it; nil where it says nothing of its grant.
func (j *jscan) tokenInfo(t *diagnose.Token) *diagnose.Client {
	var client *diagnose.Client
	for j.enter('{'); j.next('}'); {
		switch j.key() {
		case "authorizedScope", "authorizedScopes":
			if s := j.names("authorizedScope", bySpace); s.Ok() {
				t.Scopes, t.ScopesFrom = s, "GET /api/v2/tokens/me"
			}
		case "OAuthClient", "oauthClient", "oAuthClient":
			if at := j.here(); j.peek() == '{' {
				client = j.readClient(nil, nil)
				if e, ok := client.Entity.Get(); ok && e.ID != "" {
					t.ClientID = diagnose.Know(e.ID, at)
				}
			} else {
				j.skip()
			}
		case "organization":
			set(&t.Org, j.knownEntity())
		case "homeOrganization":
			set(&t.HomeOrg, j.knownEntity())
		case "authenticatedUser", "clonedUser":
			at := j.here()
			isNull := j.peek() == 'n'
			j.skip()
			t.HasUser = diagnose.Know(!isNull, at)
		case "dateExpires", "expires", "dateTokenExpires":
			set(&t.Expires, j.moment("expires"))
		default:
			j.skip()
		}
	}
	return client
}

// readClient reads a client in the case form, or an OAuth client as the platform
// answers it, into to.
func (j *jscan) readClient(to *diagnose.Client, unknown stranger) *diagnose.Client {
	c := to
	if c == nil {
		c = &diagnose.Client{}
	}
	var e diagnose.Entity
	entityAt := j.here()
	if j.peek() != '{' {
		j.wrong("client", "an object")
		return c
	}
	for j.enter('{'); j.next('}'); {
		offset := j.i
		switch key := j.key(); key {
		case "id", "clientId", "client_id":
			e.ID = j.text("client.id").Or("")
		case "name":
			e.Name = j.text("client.name").Or("")
		case "grant", "authorizedGrantType", "grant_type", "grantType":
			at := j.here()
			if g := j.word("client.grant").Or(""); g != "" {
				c.Grant = diagnose.Know(grantOf(g), at)
			}
		case "scopes", "scope":
			set(&c.Scopes, j.names("client.scopes", bySpace))
		case "roles":
			set(&c.Roles, j.names("client.roles", byComma))
		case "roleDivisions":
			set(&c.Grants, j.roleDivisions())
		case "state":
			set(&c.State, lower(j.word("client.state")))
		case "dateModified", "modified":
			set(&c.Modified, j.moment("client.dateModified"))
		case "roleIds", "organization", "description", "dateCreated", "createdBy", "modifiedBy", "secret", "selfUri", "registeredRedirectUri",
			"accessTokenValiditySeconds", "dateToDelete", "type", "permissions", "divisions", "grants", "redirectUri":
			j.skip()
		default:
			unknown.meets(j, offset, "client", key, clientKeys)
		}
	}
	if e != (diagnose.Entity{}) {
		c.Entity = diagnose.Know(e, entityAt)
	}
	return c
}

func lower(k diagnose.Known[string]) diagnose.Known[string] {
	if v, ok := k.Get(); ok {
		return diagnose.Know(strings.ToLower(strings.TrimSpace(v)), k.From())
	}
	return k
}

// grantOf gives a grant in the words of the case form.
func grantOf(v string) diagnose.Grant {
	switch g := strings.NewReplacer("-", "_", " ", "_").Replace(strings.ToLower(strings.TrimSpace(v))); g {
	case "client_credentials", "authorization_code", "pkce", "implicit", "saml2_bearer", "password", "device_code", "other":
		return diagnose.Grant(g)
	case "code", "auth_code", "authorisation_code":
		return "authorization_code"
	case "token":
		return "implicit"
	case "client_credential", "clientcredentials", "cc", "m2m":
		return diagnose.ClientCredentials
	case "authorization_code_pkce", "authorization_code_with_pkce", "code_pkce":
		return "pkce"
	case "saml2bearer", "saml", "urn:ietf:params:oauth:grant_type:saml2_bearer":
		return "saml2_bearer"
	case "urn:ietf:params:oauth:grant_type:device_code", "device", "device_flow":
		return "device_code"
	case "resource_owner_password", "ropc":
		return "password"
	}
	return "other"
}

func (j *jscan) roleDivisions() diagnose.Known[[]diagnose.RoleGrant] {
	at := j.here()
	if j.peek() != '[' {
		j.skip()
		return diagnose.Known[[]diagnose.RoleGrant]{}
	}
	list := []diagnose.RoleGrant{}
	for j.enter('['); j.next(']'); {
		var g diagnose.RoleGrant
		for j.enter('{'); j.next('}'); {
			switch j.key() {
			case "roleId":
				g.Role.ID = j.text("roleId").Or("")
			case "divisionId":
				g.Division.ID = j.text("divisionId").Or("")
			default:
				j.skip()
			}
		}
		list = append(list, g)
	}
	return diagnose.Know(list, at)
}

// readUser reads a user in the case form, or the answer of users/me or subjects/me
// as it is, into to.
func (j *jscan) readUser(to *diagnose.User, unknown stranger) *diagnose.User {
	u := to
	if u == nil {
		u = &diagnose.User{}
	}
	var e diagnose.Entity
	entityAt := j.here()
	if j.peek() != '{' {
		j.wrong("user", "an object")
		return u
	}
	for j.enter('{'); j.next('}'); {
		offset := j.i
		switch key := j.key(); key {
		case "id":
			e.ID = j.text("user.id").Or("")
		case "name":
			e.Name = j.text("user.name").Or("")
		case "roles":
			set(&u.Roles, j.names("user.roles", byComma))
		case "permissions":
			set(&u.Permissions, j.names("user.permissions", bySpace))
		case "divisions":
			set(&u.Divisions, j.names("user.divisions", byComma))
		case "authorization":
			j.authorization(u)
		case "grants":
			j.grants(u)
		case "org", "organization":
			set(&u.Org, j.knownEntity())
		case "state":
			set(&u.State, lower(j.word("user.state")))
		case "division", "homeDivision":
			j.skip() // where the user itself lives, not where the roles reach
		case "email", "username", "selfUri", "version", "chat", "department", "title", "images", "token", "presence", "conversationSummary",
			"primaryContactInfo", "addresses", "manager", "profileSkills", "acdAutoAnswer", "orgProducts", "orgAuthorization", "trustors", "date", "favorites",
			"geolocationSettings", "routingStatus", "outOfOffice", "geolocation", "station", "languages", "skills", "groups", "team", "teams", "effectiveStation",
			"lasttokenissued", "lastTokenIssued", "dateLastLogin", "preferredName", "languagePreference", "employerInfo", "biography", "certifications", "locations",
			"timeZone", "integrationPresence", "type", "unusedRoles", "permissionPolicies", "licenses", "workPlanBidRanks", "externalContactsSettings", "verificationId":
			j.skip()
		default:
			unknown.meets(j, offset, "user", key, userKeys)
		}
	}
	if e != (diagnose.Entity{}) {
		u.Entity = diagnose.Know(e, entityAt)
	}
	return u
}

// authorization reads the member of that name of users/me?expand=authorization.
func (j *jscan) authorization(u *diagnose.User) {
	if j.peek() != '{' {
		j.skip()
		return
	}
	var policies diagnose.Known[[]string]
	for j.enter('{'); j.next('}'); {
		switch j.key() {
		case "roles":
			set(&u.Roles, j.names("authorization.roles", byComma))
		case "permissions":
			set(&u.Permissions, j.names("authorization.permissions", bySpace))
		case "permissionPolicies":
			if at := j.here(); j.peek() == '[' {
				policies = diagnose.Know(j.policies(), at)
			} else {
				j.skip()
			}
		default:
			j.skip()
		}
	}
	if !u.Permissions.Ok() {
		set(&u.Permissions, policies)
	}
	if !u.Divisions.Ok() {
		u.Divisions = diagnose.Unknown[[]string]("users/me does not say in which divisions the roles are held")
	}
}

// grants reads the roles and divisions of authorization/subjects/me.
func (j *jscan) grants(u *diagnose.User) {
	at := j.here()
	if j.peek() != '[' {
		j.skip()
		return
	}
	var list []diagnose.RoleGrant
	complete := true
	for j.enter('['); j.next(']'); {
		g, policies := j.grant()
		complete = complete && policies
		list = append(list, g)
	}
	u.Grants = diagnose.Know(list, at)
	var roles, divisions, permissions []string
	for _, g := range list {
		roles = add(roles, either(g.Role))
		divisions = add(divisions, g.Division.ID, g.Division.Name)
		permissions = add(permissions, g.Permissions...)
	}
	u.Roles, u.Divisions = diagnose.Know(roles, at), diagnose.Know(divisions, at)
	if complete && len(list) > 0 {
		u.Permissions = diagnose.Know(permissions, at)
	}
}

func either(e diagnose.Entity) string {
	if e.Name != "" {
		return e.Name
	}
	return e.ID
}

// add adds the names that are not there yet.
func add(list []string, names ...string) []string {
next:
	for _, n := range names {
		for _, have := range list {
			if n == have {
				continue next
			}
		}
		if n != "" {
			list = append(list, n)
		}
	}
	return list
}

// grant reads one grant; policies says that it tells what the role carries.
func (j *jscan) grant() (g diagnose.RoleGrant, policies bool) {
	for j.enter('{'); j.next('}'); {
		switch key := j.key(); {
		case key == "role" && j.peek() == '{':
			for j.enter('{'); j.next('}'); {
				switch key := j.key(); {
				case key == "id":
					g.Role.ID = j.text("role.id").Or("")
				case key == "name":
					g.Role.Name = j.text("role.name").Or("")
				case key == "policies" && j.peek() == '[':
					g.Permissions, policies = j.policies(), true
				case key == "permissions" && j.peek() == '[':
					g.Permissions, policies = j.names("role.permissions", bySpace).Or(nil), true
				default:
					j.skip()
				}
			}
		case key == "role":
			g.Role = j.entity()
		case key == "division":
			g.Division = j.entity()
		case key == "grantMadeAt":
			set(&g.Made, j.moment("grantMadeAt"))
		default:
			j.skip()
		}
	}
	return g, policies
}

// policies reads permission policies as permissions: domain:entityName:action.
func (j *jscan) policies() []string {
	list := []string{}
	for j.enter('['); j.next(']'); {
		var domain, entity string
		var actions []string
		for j.enter('{'); j.next('}'); {
			switch j.key() {
			case "domain":
				domain = j.text("domain").Or("")
			case "entityName":
				entity = j.text("entityName").Or("")
			case "actions", "actionSet":
				actions = j.names("actions", bySpace).Or(nil)
			default:
				j.skip()
			}
		}
		for _, a := range actions {
			list = add(list, domain+":"+entity+":"+a)
		}
	}
	return list
}
