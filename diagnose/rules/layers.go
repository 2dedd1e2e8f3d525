package rules

import (
	"slices"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/payload"
)

// layer says how far one of the platform's checks is known to let the call through.
type layer uint8

const (
	layerUnknown layer = iota // the zero value: nothing tells
	layerPasses
	layerBlocks
)

// rightsEvidence is what the layers of rights look at.
const rightsEvidence = diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.UserEvidence

func passesIf(ok bool) layer {
	if ok {
		return layerPasses
	}
	return layerBlocks
}

// scopeLayer judges the scopes of the token.
func scopeLayer(c *diagnose.Case) layer {
	op := c.Route.Operation
	switch {
	case op == nil:
		return layerUnknown
	case scopeless(c):
		return layerPasses
	case op.ScopeBasis == diagnose.NoBasis:
		return layerUnknown
	case op.Scopes.Empty():
		return layerPasses
	}
	have, _, ok := scopesOf(c)
	if !ok {
		return layerUnknown
	}
	return passesIf(len(op.Scopes.Missing(have, diagnose.ScopeCovers)) == 0)
}

// userLayer judges whether somebody stands behind the token where that is needed.
func userLayer(c *diagnose.Case) layer {
	op := c.Route.Operation
	switch {
	case op == nil:
		return layerUnknown
	case !op.NeedsUser:
		return layerPasses
	case byClient(c):
		return layerBlocks
	case byUser(c):
		return layerPasses
	}
	return layerUnknown
}

// permissionLayer judges the permissions of the caller.
func permissionLayer(c *diagnose.Case) layer {
	op := c.Route.Operation
	if op == nil {
		return layerUnknown
	}
	if op.Permissions.Empty() {
		return layerPasses
	}
	have, ok := held(c)
	if !ok {
		return layerUnknown
	}
	return passesIf(len(op.Permissions.Missing(have, diagnose.PermissionCovers)) == 0)
}

// roleLayer judges the roles of the caller, where one is demanded by name.
func roleLayer(c *diagnose.Case) layer {
	op := c.Route.Operation
	if op == nil {
		return layerUnknown
	}
	if op.Roles.Empty() {
		return layerPasses
	}
	have, _, ok := rolesOf(c)
	if !ok {
		return layerUnknown
	}
	return passesIf(len(op.Roles.Missing(have, diagnose.NameCovers)) == 0)
}

// bodyLayer judges the body against the operation's schema.
func bodyLayer(c *diagnose.Case) layer {
	op := c.Route.Operation
	if op == nil {
		return layerUnknown
	}
	if op.Body == nil {
		return layerPasses
	}
	body, ok := c.Request.Body.Get()
	schema := schemaOf(op)
	if !ok || body.Truncated || schema == nil {
		return layerUnknown
	}
	if strings.TrimSpace(body.Text) == "" {
		return passesIf(!op.Body.Required)
	}
	r, err := schema.Check(body.Text)
	return passesIf(err == nil && len(r.Problems) == 0)
}

// schemaOf gives the schema of the operation's body; nil where it is not known.
func schemaOf(op *diagnose.Operation) *payload.Schema {
	if op.Body == nil || op.Body.Schema == nil {
		return nil
	}
	s, _ := op.Body.Compiled(compile).(*payload.Schema)
	return s
}

func compile(schema []byte) any {
	if schema == nil {
		return nil
	}
	return payload.Compile(schema)
}

// rights judges everything that is checked before the body: all of it is known to
// pass, or what is not, in words.
func rights(c *diagnose.Case) (pass bool, open string) {
	var names []string
	for _, l := range []struct {
		layer layer
		name  string
	}{{scopeLayer(c), "scope"}, {userLayer(c), "user context"}, {permissionLayer(c), "permission"}, {roleLayer(c), "role"}} {
		if l.layer != layerPasses {
			names = append(names, l.name)
		}
	}
	return len(names) == 0, list(names, "and")
}

// scopeless says whether the caller is of a kind that scopes do not bind: on
// Genesys Cloud a client of the client-credentials grant, whose roles decide.
func scopeless(c *diagnose.Case) bool { return onGenesys(c) && byClient(c) }

// scopesOf returns the scopes of the token and where they were read; where only
// the client's registered scopes are known those, for a token holds no more.
func scopesOf(c *diagnose.Case) (have []string, from diagnose.Statement, ok bool) {
	k, says := c.Token.Scopes, c.Token.ScopesFrom
	if !k.Ok() {
		k, says = c.Client.Scopes, "the client's registration, beyond which no token goes,"
	}
	if says == "" {
		says = "the token"
	}
	have, ok = k.Get()
	names := strings.Join(have, ", ")
	if names == "" {
		names = "no scope"
	}
	return have, diagnose.Statement{At: k.From(), Says: says + " lists " + names}, ok
}

// rolesOf returns the roles of the caller and where they were read.
func rolesOf(c *diagnose.Case) ([]string, diagnose.Location, bool) {
	for _, k := range []diagnose.Known[[]string]{c.User.Roles, c.Client.Roles, c.Token.Roles} {
		if have, ok := k.Get(); ok {
			return have, k.From(), true
		}
	}
	for _, k := range []diagnose.Known[[]diagnose.RoleGrant]{c.User.Grants, c.Client.Grants} {
		if grants, ok := k.Get(); ok {
			have := make([]string, 0, len(grants))
			for _, g := range grants {
				have = append(have, g.Role.Name)
			}
			return have, k.From(), true
		}
	}
	return nil, diagnose.Location{}, false
}

// about401 says that the answer is about the token, so that the server never came
// to scopes, permissions or the body.
func about401(c *diagnose.Case) bool { return c.Refusal.Status.Or(0) == 401 }

// unread says that the answer is about the token and nothing tells why the token was
// refused; then what the server would have checked behind it is no answer.
func unread(c *diagnose.Case) bool {
	return about401(c) && !pastExpiry(c) && !slices.ContainsFunc(c.Refusal.Points, func(p diagnose.Point) bool {
		return p.Certainty >= diagnose.Likely && stageOf(p.Cause) <= diagnose.StageToken
	})
}

// weigh holds a finding about rights against the day from which they are demanded, and
// against what the answer is about.
func weigh(c *diagnose.Case, f *diagnose.Finding) {
	enforced(c, f)
	elsewhere(c, f)
}

// elsewhere makes of a finding what does not explain this answer: the server stopped
// before it, at the token, or came past it, as far as the body.
func elsewhere(c *diagnose.Case, f *diagnose.Finding) {
	switch {
	case about401(c):
		f.Fault = true
		lower(f, diagnose.Possible, "The 401 is about the token; this comes after it.")
	case pastRights(c):
		f.Fault = true
		lower(f, diagnose.Possible, "The answer is about the body, to which a server comes last; a right that is missing is answered 403.")
	}
}

// enforced tells from which day a requirement is enforced, which is why it worked before.
func enforced(c *diagnose.Case, f *diagnose.Finding) {
	op := c.Route.Operation
	if op == nil || op.Enforced.IsZero() {
		return
	}
	day := op.Enforced.Format(time.DateOnly)
	if at, known := c.At.Get(); known && at.Before(op.Enforced) {
		lower(f, diagnose.Possible, "It is enforced from "+day+" on, after this call was made.")
		return
	}
	also(f, "It is enforced since "+day+": calls before that went through without it.")
}

// pastRights says that the status is none of a missing right, and the server names the
// body or the object.
func pastRights(c *diagnose.Case) bool {
	switch c.Refusal.Status.Or(0) {
	case 400, 409, 415, 422:
		return slices.ContainsFunc(c.Refusal.Points, func(p diagnose.Point) bool {
			return p.Certainty >= diagnose.Likely && stageOf(p.Cause) >= diagnose.StageObject
		})
	}
	return false
}

// asks quotes the catalog, or the overlay that said so.
func asks(op *diagnose.Operation, from diagnose.Location, what string) diagnose.Statement {
	if from != (diagnose.Location{}) {
		return diagnose.Statement{At: from, Says: "the organisation's own overlay says that " + op.ID + " asks for " + what}
	}
	return diagnose.Statement{At: from, Says: "the catalog (source: " + string(op.Source) + ") says that " + op.ID + " asks for " + what}
}

// list joins names as a sentence does: "a, b and c".
func list(names []string, last string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " " + last + " " + names[len(names)-1]
}
