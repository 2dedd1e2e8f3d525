package evidence

import (
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// claims reads the claims of a token (RFC 7519 and the names that issuers use beside
// it), or an RFC 7662 introspection, into t. from is what one member of it
// is called in words.
func (j *jscan) claims(t *diagnose.Token, from string) {
	if j.peek() != '{' {
		j.wrong("claims", "an object")
		return
	}
	for j.enter('{'); j.next('}'); {
		switch key := j.key(); key {
		case "scope", "scp", "scopes":
			if s := j.names(key, bySpace); s.Ok() && !(t.Scopes.Ok() && key == "scopes") {
				t.Scopes, t.ScopesFrom = s, "the "+key+" "+from
			}
		case "permissions":
			set(&t.Permissions, j.names(key, bySpace))
		case "roles", "role", "groups":
			if key != "groups" {
				j.roles(t, key)
			} else {
				j.skip()
			}
		case "realm_access":
			j.realm(t)
		case "resource_access":
			j.resourceAccess(t)
		case "exp":
			t.Expires = j.instant()
		case "nbf":
			t.NotBefore = j.instant()
		case "iat":
			t.IssuedAt = j.instant()
		case "aud":
			set(&t.Audience, j.names(key, ""))
		case "iss":
			set(&t.Issuer, j.word(key))
		case "client_id", "azp", "appid", "cid":
			if id := j.word(key); id.Ok() && (!t.ClientID.Ok() || key == "client_id") {
				t.ClientID = id
			}
		case "sub":
			t.Subject = j.word(key)
			if strings.HasSuffix(t.Subject.Or(""), "@clients") {
				t.HasUser = diagnose.Know(false, t.Subject.From())
			}
		case "active":
			set(&t.Active, j.truth(key))
		case "org", "org_id", "organization", "organizationId", "tid":
			j.org(t)
		default:
			j.caller(t, key)
		}
	}
	if !t.Scopes.Ok() && t.Scopes.Why() == "" {
		t.Scopes = diagnose.Unknown[[]string]("the token has no scope " + from)
	}
}

// caller reads the claims that tell whether a person stands behind the token.
func (j *jscan) caller(t *diagnose.Token, key string) {
	at := j.here()
	switch key {
	case "gty", "grant_type", "idtyp":
		switch v := strings.ToLower(strings.ReplaceAll(j.text(key).Or(""), "-", "_")); v {
		case "client_credentials", "app":
			t.HasUser = diagnose.Know(false, at)
		}
	case "username", "preferred_username", "upn", "unique_name", "email":
		if j.word(key).Ok() {
			t.HasUser = diagnose.Know(true, at)
		}
	default:
		j.skip()
	}
}

// instant is moment for claims, where a value that is no time is left unknown.
func (j *jscan) instant() diagnose.Known[time.Time] {
	at := j.here()
	if c := j.peek(); c == '{' || c == '[' {
		j.skip()
		return diagnose.Known[time.Time]{}
	}
	if t, ok := parseMoment(j.text("time").Or("")); ok {
		return diagnose.Know(t, at)
	}
	return diagnose.Unknown[time.Time]("the claim is no time")
}

func (j *jscan) roles(t *diagnose.Token, key string) {
	if c := j.peek(); c != '[' && c != '"' {
		j.skip()
		return
	}
	j.addRoles(t, j.names(key, byComma))
}

func (j *jscan) addRoles(t *diagnose.Token, more diagnose.Known[[]string]) {
	if list, ok := more.Get(); ok {
		at := more.From()
		if t.Roles.Ok() {
			at = t.Roles.From()
		}
		t.Roles = diagnose.Know(add(t.Roles.Or(nil), list...), at)
	}
}

// realm reads {"roles": […]}, as Keycloak nests them.
func (j *jscan) realm(t *diagnose.Token) {
	if j.peek() != '{' {
		j.skip()
		return
	}
	for j.enter('{'); j.next('}'); {
		if j.key() == "roles" {
			j.roles(t, "roles")
		} else {
			j.skip()
		}
	}
}

// resourceAccess reads {"client": {"roles": […]}}.
func (j *jscan) resourceAccess(t *diagnose.Token) {
	if j.peek() != '{' {
		j.skip()
		return
	}
	for j.enter('{'); j.next('}'); {
		j.key()
		j.realm(t)
	}
}

func (j *jscan) org(t *diagnose.Token) {
	at := j.here()
	switch j.peek() {
	case '"':
		if id := j.str(); id != "" {
			t.Org = diagnose.Know(diagnose.Entity{ID: id}, at)
		}
	case '{':
		set(&t.Org, j.knownEntity())
	default:
		j.skip()
	}
}
