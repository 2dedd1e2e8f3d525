package standard

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// Ids of the divisions that faults speak of.
const (
	callersDivision = "8e51b8a2-7777-4c0d-9a51-c0ffee000007"
	objectsDivision = "8e51b8a2-6666-4c0d-9a51-c0ffee000006"
)

func faults() []fault {
	return slices.Concat(addressFaults(), tokenFaults(), scopeFaults(), rightsFaults(), bodyFaults())
}

func addressFaults() []fault {
	on := func(host string) func(*diagnose.Case, *diagnose.Operation) bool {
		return func(c *diagnose.Case, _ *diagnose.Operation) bool {
			u, _ := c.Request.URL.Get()
			u.Host = host
			c.Request.URL = here(u)
			return true
		}
	}
	region := []diagnose.Cause{diagnose.WrongRegion}
	return []fault{
		{name: "another path", cause: []diagnose.Cause{diagnose.EndpointNotPublished}, apply: breakPath, hides: true, stage: diagnose.StageAddress},
		{name: "another method", cause: []diagnose.Cause{diagnose.WrongMethod, diagnose.EndpointNotPublished}, apply: breakMethod, hides: true, stage: diagnose.StageAddress},
		{name: "prefix doubled", cause: []diagnose.Cause{diagnose.EndpointNotPublished}, stage: diagnose.StageAddress, apply: func(c *diagnose.Case, _ *diagnose.Operation) bool {
			u, _ := c.Request.URL.Get()
			u.Path = "/api/v2" + u.Path
			c.Request.URL = here(u)
			return true
		}},
		{name: "login host", cause: region, apply: on("login.mypurecloud.com"), stage: diagnose.StageAddress},
		{name: "host of no region", cause: region, apply: on("api.us-west-2.pure.cloud"), stage: diagnose.StageAddress},
		{name: "token of another region", cause: region, stage: diagnose.StageAddress, apply: func(c *diagnose.Case, _ *diagnose.Operation) bool {
			c.Token.Issuer = here("https://login.mypurecloud.ie")
			return true
		}},
	}
}

func tokenFaults() []fault {
	always := func(answer func(*diagnose.Operation) (int, string, string), cause diagnose.Cause, stage diagnose.Stage, name string) fault {
		return fault{name: name, cause: []diagnose.Cause{cause}, mute: true, answer: answer, stage: stage,
			apply: func(*diagnose.Case, *diagnose.Operation) bool { return true }}
	}
	says := func(status int, code, message string) func(*diagnose.Operation) (int, string, string) {
		return func(*diagnose.Operation) (int, string, string) { return status, code, message }
	}
	return []fault{
		{name: "expired token", cause: []diagnose.Cause{diagnose.ExpiredToken}, stage: diagnose.StageToken, apply: func(c *diagnose.Case, _ *diagnose.Operation) bool {
			c.Token.Expires = here(faultTime.Add(-time.Hour))
			return true
		}},
		{name: "client switched off", cause: []diagnose.Cause{diagnose.ClientDisabled}, stage: diagnose.StageToken, apply: func(c *diagnose.Case, _ *diagnose.Operation) bool {
			c.Client.State = here("inactive")
			return true
		}},
		always(says(401, "bad.credentials", "Invalid login credentials."), diagnose.BadToken, diagnose.StageToken, "unknown token"),
		always(says(401, "ip.not.authorized", "Requests originating from this IP address 203.0.113.7 are not authorized."), diagnose.IPAllowlist, diagnose.StageAnswerer, "address not listed"),
		always(says(429, "too.many.requests", "Rate limit exceeded the maximum [300] requests within [60] seconds"), diagnose.RateLimited, diagnose.StageAnswerer, "too many calls"),
		{name: "no user", cause: []diagnose.Cause{diagnose.NeedsUserContext}, apply: withoutUser, answer: saysNoUser, stage: diagnose.StageGrant},
		{name: "no user, by tokens/me", cause: []diagnose.Cause{diagnose.NeedsUserContext}, answer: saysNoUser, stage: diagnose.StageGrant,
			apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
				c.Client.Grant, c.Token.HasUser = diagnose.Known[diagnose.Grant]{}, here(false)
				return op.NeedsUser
			}},
	}
}

func withoutUser(c *diagnose.Case, op *diagnose.Operation) bool {
	c.Client.Grant, c.Token.HasUser = here(diagnose.ClientCredentials), here(false)
	return op.NeedsUser
}

func saysNoUser(*diagnose.Operation) (int, string, string) {
	return 400, "not.a.user", "This request requires a user context. Client credentials cannot be used for requests to this resource."
}

func scopeFaults() []fault {
	bound := func(op *diagnose.Operation) bool { return op.ScopeBasis != diagnose.NoBasis && !op.Scopes.Empty() }
	says := func(op *diagnose.Operation) (int, string, string) {
		return 403, "app.not.authorized.for.scope", "App not authorized to use scope " + op.Scopes.Names[0]
	}
	missing, misnamed := []diagnose.Cause{diagnose.MissingScope}, []diagnose.Cause{diagnose.WrongScopeName}
	return []fault{
		{name: "no scope", cause: missing, answer: says, stage: diagnose.StageScope, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			other := "gdpr"
			if strings.HasPrefix(scopesOf(op)[0], other) {
				other = "fax:readonly"
			}
			c.Token.Scopes = here([]string{other})
			return bound(op)
		}},
		{name: "scope to read only", cause: missing, answer: says, stage: diagnose.StageScope, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			reads := scopesOf(op)[0] + ":readonly"
			c.Token.Scopes = here([]string{reads})
			return bound(op) && Catalog().IsScope(reads) && len(op.Scopes.Missing([]string{reads}, diagnose.ScopeCovers)) > 0
		}},
		{name: "permission asked for as scope", cause: misnamed, stage: diagnose.StageScope, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.Token.Scopes = here(op.Permissions.Names)
			return bound(op) && !op.Permissions.Empty()
		}},
		{name: "invented scope", cause: misnamed, stage: diagnose.StageScope, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			family, _, _ := strings.Cut(scopesOf(op)[0], ":")
			c.Token.Scopes = here([]string{family + ":write"})
			return bound(op) && !Catalog().IsScope(family+":write")
		}},
		{name: "scopes joined by commas", cause: misnamed, stage: diagnose.StageScope, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.Token.Scopes = here([]string{scopesOf(op)[0] + ",gdpr"})
			return bound(op) && scopesOf(op)[0] != "gdpr"
		}},
	}
}

func rightsFaults() []fault {
	permission, division := []diagnose.Cause{diagnose.MissingPermission}, []diagnose.Cause{diagnose.WrongDivision}
	asks := func(op *diagnose.Operation) bool { return !op.Permissions.Empty() }
	ordinary := func(op *diagnose.Operation) bool {
		return asks(op) && strings.Count(op.Permissions.Names[0], ":") == 2
	}
	elsewhere := func(c *diagnose.Case, op *diagnose.Operation) bool {
		c.User.Divisions = here([]string{callersDivision})
		return ordinary(op)
	}
	form := func(name, code, message string) fault {
		return fault{name: name, cause: division, mute: true, apply: elsewhere, stage: diagnose.StageDivision, answer: func(op *diagnose.Operation) (int, string, string) {
			return 403, code, strings.ReplaceAll(strings.ReplaceAll("Unable to perform the requested action. "+message, "<p>", op.Permissions.Names[0]), "<d>", objectsDivision)
		}}
	}
	return []fault{
		{name: "no permission", cause: permission, answer: saysPermissions, stage: diagnose.StagePermission, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.User.Permissions = here([]string{"nothing:atAll:view"})
			return asks(op)
		}},
		{name: "one permission of several", cause: permission, answer: saysPermissions, stage: diagnose.StagePermission, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			names := op.Permissions.Names
			c.User.Permissions = here(names[:max(len(names)-1, 0)])
			return op.Permissions.Mode == diagnose.All && len(op.Permissions.Missing(names[:max(len(names)-1, 0)], diagnose.PermissionCovers)) > 0
		}},
		{name: "client without the permission", client: true, cause: permission, answer: saysPermissions, stage: diagnose.StagePermission, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			withoutUser(c, op)
			c.Token.Scopes = here([]string{"gdpr"}) // which binds no client
			c.User.Permissions = here([]string{"nothing:atAll:view"})
			return asks(op) && !op.NeedsUser
		}},
		{name: "grants without the permission", cause: permission, answer: saysPermissions, stage: diagnose.StagePermission, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.User = &diagnose.User{Grants: here([]diagnose.RoleGrant{{Role: diagnose.Entity{Name: "employee"}, Division: diagnose.Entity{ID: "*"}, Permissions: []string{"nothing:atAll:view"}}})}
			return asks(op)
		}},
		{name: "object in another division", cause: division, stage: diagnose.StageDivision, apply: func(c *diagnose.Case, op *diagnose.Operation) bool {
			c.Resource = &diagnose.Resource{JSON: `{"id": "x", "division": {"id": "` + objectsDivision + `"}}`}
			return elsewhere(c, op)
		}},
		form("division as fourth part", "missing.permissions", "You are missing the following permission(s): [<p>:<d>]"),
		form("division behind the permissions", "missing.any.division.permissions", "You must have at least one of the following permissions assigned: [<p>] in at least one of the following division(s): [<d>]"),
		form("division and no permission", "missing.any.permissions", "You must have at least one of the following permissions assigned: [] in at least one of the following division(s): [<d>]"),
		form("division by its code", "missing.division.permission", "You are missing the permission <p> in the provided division(s)"),
		{name: "policy", cause: []diagnose.Cause{diagnose.Other}, mute: true, stage: diagnose.StagePermission, apply: func(*diagnose.Case, *diagnose.Operation) bool { return true },
			answer: func(*diagnose.Operation) (int, string, string) {
				return 403, "authz.policy.denied", "Request denied. Policy ID(s): [p-1]"
			}},
	}
}

func saysPermissions(op *diagnose.Operation) (int, string, string) {
	if op.Permissions.Mode == diagnose.All {
		return 403, "missing.permissions", "Unable to perform the requested action. You are missing the following permission(s): [" + strings.Join(op.Permissions.Names, ", ") + "]"
	}
	return 403, "missing.any.permissions", "Unable to perform the requested action. You must have at least one of the following permissions assigned: [" + strings.Join(op.Permissions.Names, ", ") + "]"
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

// supervisorsOnly is an organisation's overlay that demands a role for operations.
func supervisorsOnly(ops []*diagnose.Operation) Overlay {
	var b strings.Builder
	b.WriteString(`{"name": "example-org", "operations": [`)
	for i, op := range ops {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, `{"method": %q, "path": %q, "roles": {"any_of": ["Supervisor"]}}`, op.Method, op.Path)
	}
	b.WriteString("]}")
	return Overlay{Name: "supervisors.json", Data: strings.NewReader(b.String())}
}
