package diagnose

import (
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// comparableFact is one fact that two calls are compared by.
type comparableFact struct {
	about  string
	stage  Stage
	causes []Cause                      // what a change of it can bring about
	sure   bool                         // a change of it is sufficient for these causes
	demand bool                         // it is what the operation asks for
	list   bool                         // it is a list of what the caller holds: only what was lost explains
	covers func(have, need string) bool // for such a list: its names are those that the first of causes needs
	look   func(*Report) sight
}

// comparable lists the facts in the server's order of checks.
func comparable() []comparableFact {
	rights := []Cause{MissingPermission, MissingRole, WrongDivision, ResourceState}
	return []comparableFact{
		{about: "who answered", stage: StageAnswerer, causes: []Cause{WAFOrProxy, CSRFOrCORS}, sure: true, look: answerer},
		{about: "host", stage: StageAddress, causes: []Cause{WrongRegion, WAFOrProxy, IPAllowlist, EndpointNotPublished}, sure: true,
			look: addressed(func(u URL) string { return u.Host })},
		{about: "method", stage: StageAddress, causes: []Cause{WrongMethod, EndpointNotPublished, MissingScope, MissingPermission}, sure: true, look: method},
		{about: "path", stage: StageAddress, causes: []Cause{EndpointNotPublished, WrongMethod}, sure: true, look: template},
		{about: "ids in the address", stage: StageObject, causes: []Cause{ResourceState, WrongDivision, PayloadSemantics}, look: ids},
		{about: "query", stage: StageAddress, causes: []Cause{PayloadSemantics}, look: addressed(func(u URL) string { return u.Query })},
		{about: "names of the request headers", stage: StageToken, causes: []Cause{MissingHeader, CSRFOrCORS, WAFOrProxy}, look: headerNames},
		{about: "token", stage: StageToken, causes: []Cause{BadToken}, look: ofToken(func(t *Token) (string, bool) { return t.Fingerprint, t.Fingerprint != "" })},
		{about: "life of the token", stage: StageToken, causes: []Cause{ExpiredToken, BadToken}, sure: true, look: life},
		{about: "time the token was issued at", stage: StageToken, look: ofToken(func(t *Token) (string, bool) { return moment(t.IssuedAt) })},
		{about: "audience of the token", stage: StageToken, causes: []Cause{WrongAudience, BadToken}, sure: true, look: listOf(func(r *Report) Known[[]string] { return tokenOf(r).Audience })},
		{about: "issuer of the token", stage: StageToken, causes: []Cause{WrongAudience, BadToken, WrongRegion}, sure: true, look: ofToken(func(t *Token) (string, bool) { return t.Issuer.Get() })},
		{about: "organisation of the token", stage: StageToken, causes: []Cause{WrongOrg}, sure: true, look: ofToken(func(t *Token) (string, bool) { return entity(t.Org) })},
		{about: "OAuth client", stage: StageToken, causes: append([]Cause{ClientDisabled, ConsentMissing, MissingScope}, rights...), look: clientName},
		{about: "state of the client", stage: StageToken, causes: []Cause{ClientDisabled}, sure: true, look: ofClient(func(c *Client) (string, bool) { return c.State.Get() })},
		{about: "last change of the client", stage: StageToken, causes: []Cause{ClientDisabled, MissingScope, ConsentMissing}, look: ofClient(func(c *Client) (string, bool) { return moment(c.Modified) })},
		{about: "grant", stage: StageGrant, causes: []Cause{NeedsUserContext, MissingScope}, sure: true, look: ofClient(func(c *Client) (string, bool) { return string(c.Grant.Or("")), c.Grant.Ok() })},
		{about: "whether a user stands behind the token", stage: StageGrant, causes: []Cause{NeedsUserContext}, sure: true, look: behind},
		{about: "scopes of the token", stage: StageScope, causes: []Cause{MissingScope, WrongScopeName}, list: true, covers: ScopeCovers, look: listOf(func(r *Report) Known[[]string] { return tokenOf(r).Scopes })},
		{about: "scopes of the client", stage: StageScope, causes: []Cause{MissingScope}, list: true, covers: ScopeCovers, look: listOf(func(r *Report) Known[[]string] { return clientOf(r).Scopes })},
		{about: "user", stage: StagePermission, causes: rights, look: ofUser(func(u *User) (string, bool) { return entity(u.Entity) })},
		{about: "state of the user", stage: StagePermission, causes: []Cause{ClientDisabled}, sure: true, look: ofUser(func(u *User) (string, bool) { return u.State.Get() })},
		{about: "roles of the user", stage: StagePermission, causes: []Cause{MissingRole, MissingPermission}, list: true, covers: NameCovers, look: listOf(func(r *Report) Known[[]string] { return userOf(r).Roles })},
		{about: "permissions of the user", stage: StagePermission, causes: []Cause{MissingPermission}, list: true, covers: PermissionCovers, look: listOf(func(r *Report) Known[[]string] { return userOf(r).Permissions })},
		{about: "roles of the client", stage: StagePermission, causes: []Cause{MissingRole, MissingPermission}, list: true, covers: NameCovers, look: listOf(func(r *Report) Known[[]string] { return clientOf(r).Roles })},
		{about: "grants, each a role in a division", stage: StageDivision, causes: []Cause{WrongDivision, MissingPermission, MissingRole}, list: true, look: grants},
		{about: "divisions of the user", stage: StageDivision, causes: []Cause{WrongDivision}, list: true, sure: true, look: listOf(func(r *Report) Known[[]string] { return userOf(r).Divisions })},
		{about: "permissions on offer", stage: StageFeature, causes: []Cause{FeatureOff}, list: true, covers: PermissionCovers, look: listOf(func(r *Report) Known[[]string] { return caseOf(r).Offered })},
		{about: "object that was acted on", stage: StageObject, causes: []Cause{ResourceState, WrongDivision}, look: object},
		{about: "request body", stage: StagePayload, causes: []Cause{PayloadSchema, PayloadSemantics}, sure: true, look: body},
		{about: "content type", stage: StagePayload, causes: []Cause{MissingHeader, PayloadSchema}, sure: true, look: contentType},
		{about: "scopes that the operation accepts", stage: StageScope, causes: []Cause{MissingScope}, demand: true, look: demand(func(op *Operation) Requirement { return op.Scopes })},
		{about: "permissions that the operation asks for", stage: StagePermission, causes: []Cause{MissingPermission}, demand: true, look: demand(func(op *Operation) Requirement { return op.Permissions })},
		{about: "roles that the operation asks for", stage: StagePermission, causes: []Cause{MissingRole}, demand: true, look: demand(func(op *Operation) Requirement { return op.Roles })},
		{about: "catalog", stage: StagePayload, look: catalogOf},
	}
}

func caseOf(r *Report) *Case {
	if r.Case == nil {
		return &Case{}
	}
	return r.Case
}

func requestOf(r *Report) *Request { return shown(caseOf(r).Request, noRequest, true) }
func tokenOf(r *Report) *Token     { return shown(caseOf(r).Token, noToken, true) }
func clientOf(r *Report) *Client   { return shown(caseOf(r).Client, noClient, true) }
func userOf(r *Report) *User       { return shown(caseOf(r).User, noUser, true) }

func seen(text string, known bool) sight { return sight{known: known, text: text} }

func ofToken(f func(*Token) (string, bool)) func(*Report) sight {
	return func(r *Report) sight { return seen(f(tokenOf(r))) }
}

func ofClient(f func(*Client) (string, bool)) func(*Report) sight {
	return func(r *Report) sight { return seen(f(clientOf(r))) }
}

func ofUser(f func(*User) (string, bool)) func(*Report) sight {
	return func(r *Report) sight { return seen(f(userOf(r))) }
}

func listOf(f func(*Report) Known[[]string]) func(*Report) sight {
	return func(r *Report) sight {
		names, known := f(r).Get()
		return sight{known: known, names: names}
	}
}

func addressed(f func(URL) string) func(*Report) sight {
	return func(r *Report) sight {
		u, known := requestOf(r).URL.Get()
		return seen(f(u), known && (f(u) != "" || u.Host != ""))
	}
}

// answerer is the platform whose words were read; most answers that went well have none.
func answerer(r *Report) sight {
	platform := r.Question.Platform
	return seen(platform, platform != "" && platform != "generic")
}

func method(r *Report) sight { return seen(requestOf(r).Method.Get()) }

// template is the path with its parameters left open, where the catalog knows it.
func template(r *Report) sight {
	if op := r.Question.Operation; op != nil {
		return seen(op.Path, true)
	}
	u, known := requestOf(r).URL.Get()
	return seen(u.Path, known)
}

func ids(r *Report) sight {
	route := caseOf(r).Route
	if route == nil || len(route.Params) == 0 {
		return sight{}
	}
	var names []string
	for _, name := range slices.Sorted(maps.Keys(route.Params)) {
		names = append(names, name+" "+route.Params[name])
	}
	return sight{known: true, names: names}
}

func headerNames(r *Report) sight {
	var names []string
	for _, h := range requestOf(r).Headers {
		names = append(names, strings.ToLower(h.Name))
	}
	return sight{known: len(names) > 0, names: names}
}

func life(r *Report) sight {
	t := tokenOf(r)
	if active, ok := t.Active.Get(); ok && !active {
		return seen("not active any more", true)
	}
	end, ends := t.Expires.Get()
	at, known := caseOf(r).At.Get()
	switch {
	case !ends || !known:
		return sight{}
	case at.After(end):
		return seen("run out at "+end.UTC().Format(time.RFC3339), true)
	}
	return seen("alive until "+end.UTC().Format(time.RFC3339), true)
}

func moment(k Known[time.Time]) (string, bool) {
	t, ok := k.Get()
	if !ok {
		return "", false
	}
	return t.UTC().Format(time.RFC3339), true
}

func entity(k Known[Entity]) (string, bool) {
	e, ok := k.Get()
	if e.Name != "" && e.ID != "" {
		return e.Name + " (" + e.ID + ")", ok
	}
	return e.Name + e.ID, ok
}

func clientName(r *Report) sight {
	if name, ok := entity(clientOf(r).Entity); ok {
		return seen(name, true)
	}
	return seen(tokenOf(r).ClientID.Get())
}

func behind(r *Report) sight {
	user, known := tokenOf(r).HasUser.Get()
	return seen(map[bool]string{true: "a user", false: "nobody"}[user], known)
}

func grants(r *Report) sight {
	list, known := userOf(r).Grants.Get()
	if !known {
		list, known = clientOf(r).Grants.Get()
	}
	var names []string
	for _, g := range list {
		names = append(names, cmp.Or(g.Role.Name, g.Role.ID)+" in "+cmp.Or(g.Division.Name, g.Division.ID, "every division"))
	}
	return sight{known: known, names: names}
}

// digest tells two texts apart without telling them.
func digest(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return fmt.Sprintf("%d bytes, sha256:%x", len(text), sum[:6])
}

// object tells two states of an object apart without telling them.
func object(r *Report) sight {
	x := caseOf(r).Resource
	if x == nil {
		return sight{}
	}
	return seen(digest(x.JSON), true)
}

// body tells two bodies apart by their members, and by a digest where those are the
// same.
func body(r *Report) sight {
	b, known := requestOf(r).Body.Get()
	switch text := strings.TrimSpace(b.Text); {
	case !known:
		return sight{}
	case text == "":
		return seen("none", true)
	default:
		var v any
		if json.Unmarshal([]byte(text), &v) != nil {
			return seen(digest(text), true)
		}
		return sight{known: true, text: digest(text), names: members(v, "")}
	}
}

// members lists the JSON pointers of an object's members, those of lists alike.
func members(v any, at string) (list []string) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			below := at + "/" + name
			list = append(append(list, below), members(v[name], below)...)
		}
	case []any:
		for _, x := range v {
			list = append(list, members(x, at+"/*")...)
		}
	}
	return slices.Compact(list)
}

func contentType(r *Report) sight {
	h, ok := requestOf(r).Header("Content-Type")
	if !ok && len(requestOf(r).Headers) > 0 {
		return seen("none", true)
	}
	return seen(h.Value, ok)
}

// demand is what the operation asked for: as the earlier report quotes it where the
// evidence came out of one, else as the catalog says.
func demand(f func(*Operation) Requirement) func(*Report) sight {
	return func(r *Report) sight {
		op := r.Question.Operation
		if r.Rejudged != nil && r.Rejudged.Before.Operation != nil {
			op = r.Rejudged.Before.Operation
		}
		if op == nil {
			return sight{}
		}
		return sight{known: true, names: f(op).Names}
	}
}

// catalogOf is the table that the call was judged by first.
func catalogOf(r *Report) sight {
	c := r.Tool.Catalog
	if r.Rejudged != nil {
		c = r.Rejudged.Before.Tool.Catalog
	}
	return seen(strings.TrimSpace(c.Name+" "+c.Version+" of "+c.Date), c.Name != "")
}
