package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Genesys Cloud answers with one envelope: message, code, status, messageParams,
// contextId, details, errors. People often paste only its message, so the sentences
// are known as well; see [genesysSentences].
//
// It is tried twice: by its envelope before everything else, by host, header or
// sentence only after the intermediaries, which answer in its name.
var (
	genesys       = platform{name: "genesys", wrote: wroteGenesysEnvelope, read: readGenesys}
	genesysByHost = platform{name: "genesys", wrote: wroteGenesys, read: readGenesys}
)

func wroteGenesysEnvelope(s *answer) bool {
	if s.form != jsonForm && !s.inside {
		return false
	}
	if s.json.has("contextId") || s.json.has("messageWithParams") || s.json.has("messageParams") {
		return true
	}
	if strings.IndexByte(s.code, '.') > 0 && findGenesysCode(s.code) != nil {
		return true
	}
	return s.json.has("errorCode", "userMessage") || topicRejected(s.json)
}

func wroteGenesys(s *answer) bool {
	if onGenesysHost(s) {
		return true
	}
	if id, _ := s.header("ININ-Correlation-Id"); id != "" {
		return true
	}
	return sentenceCode(s.message) != "" || strings.Contains(s.message, "com.inin.")
}

// onGenesysHost knows the platform's domains: mypurecloud.<tld> of the first
// regions, <region>.pure.cloud of the others.
func onGenesysHost(s *answer) bool {
	return s.host != "" && (s.onHost("pure.cloud") || strings.Contains(s.host, ".mypurecloud.") || strings.HasPrefix(s.host, "mypurecloud."))
}

func readGenesys(s *answer, r *diagnose.Refusal) {
	if s.form == jsonForm || s.inside {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the platform's own error envelope"
	}
	if s.code == "" && readTopics(s, r) || readGenesysLogin(s, r) {
		return
	}
	r.Own = wroteGenesysEnvelope(s) || sentenceCode(s.message) != ""
	code, says, at := s.code, "code "+s.code, s.codeAt
	entry := findGenesysCode(code)
	r.Listed = entry != nil && entry.class != ""
	if said := sentenceCode(s.message); said != "" && (entry == nil || code == badRequest) {
		code, says, at = said, "the message", s.messageAt
		entry = findGenesysCode(code)
	}
	if entry == nil {
		known(s, r, genesysMore[:], s.code)
		return
	}
	if code == badRequest && readBadRequest(s, r) {
		return
	}
	g := &genesysReader{answer: s, r: r, code: code, says: says, at: at}
	g.read(entry)
}

// genesysReader is the reading of one code.
type genesysReader struct {
	*answer
	r    *diagnose.Refusal
	code string
	says string // "code x" or "the message"
	at   diagnose.Location
}

func (g *genesysReader) read(entry *genesysCode) {
	switch g.code {
	case "not.authorized", "forbidden", "access.denied":
		g.readBare()
		return
	case "app.not.authorized.for.scope", "missing.scopes":
		g.readScope()
		return
	case "authz.policy.denied":
		g.readPolicy()
		return
	case "bad.credentials":
		g.readBadCredentials()
		return
	}
	switch entry.class {
	case "permission", "division":
		g.readPermissions(entry)
	default:
		cause, sure := entry.cause()
		if cause == "" {
			return
		}
		g.point(cause, sure).Detail = entry.detail()
		if entry.class == "participant" {
			g.point(diagnose.NeedsUserContext, diagnose.Possible).Detail = "A client-credentials token is nobody, so it can be no party to anything."
		}
	}
}

func (g *genesysReader) point(cause diagnose.Cause, c diagnose.Certainty) *diagnose.Point {
	return add(g.r, cause, c, g.at, g.says)
}

// readBare reads the codes that name nothing.
func (g *genesysReader) readBare() {
	if d := g.json.at("details", "0"); d.has("fieldName") || contains(g.message, "request body") {
		p := g.point(diagnose.PayloadSchema, diagnose.Likely)
		p.Detail = "The refusal is about the body, not about rights."
		if name := d.at("fieldName").str(); name != "" {
			p.Says, p.At = g.says+" and the field "+name, g.where("details", "0", "fieldName")
			if d.has("errorCode") {
				p.Certainty = diagnose.Certain // a fault of its own for this very field
			}
		}
		return
	}
	if names := forbiddenActions(g.message); len(names) > 0 {
		p := g.point(diagnose.MissingPermission, diagnose.Certain)
		p.Need, p.Says = diagnose.AllOf(names...), g.says+" names "+strings.Join(names, ", ")
		p.Fixes = grantFix(p.Need)
		return
	}
	if names := threeParts(list(g.message)); len(names) > 0 {
		p := g.point(diagnose.MissingPermission, diagnose.Likely)
		p.Need, p.Says = diagnose.AnyOf(names...), g.says+"; the message names "+strings.Join(names, ", ")
		p.Fixes = grantFix(p.Need)
		return
	}
	g.readObject()
}

// readObject reads the codes that name nothing where their message does neither.
func (g *genesysReader) readObject() {
	sure := diagnose.Possible
	if accessForbidden(g.message) {
		sure = diagnose.Likely
	}
	p := g.point(diagnose.ResourceState, sure)
	p.Detail = "This code names no permission. It is typical of checks on the object: the caller is no party to it, or it is over or in another state."
	if g.code == "not.authorized" || sure == diagnose.Possible {
		g.point(diagnose.MissingPermission, diagnose.Possible)
	}
	g.point(diagnose.NeedsUserContext, diagnose.Possible).Detail = "With the client-credentials grant the caller is nobody, so it can be no party to a conversation."
}

func (g *genesysReader) readScope() {
	p := g.point(diagnose.MissingScope, diagnose.Certain)
	scopes := brackets(g.message, "scope")
	if scopes == nil {
		scopes = list(g.json.at("messageParams", "scopes").str() + g.json.at("messageParams", "scope").str())
	}
	if len(scopes) > 0 {
		p.Need, p.Says = diagnose.AnyOf(scopes...), g.says+" names scope "+strings.Join(scopes, ", ")
	}
	p.Fixes = []diagnose.Fix{
		{By: diagnose.Admin, Where: "Admin › Integrations › OAuth › the client › Scope", Do: "Add the scope to the client"},
		{By: diagnose.Person, Do: "Sign in again: a token keeps the scopes it was issued with"},
	}
}

func (g *genesysReader) readPolicy() {
	p := g.point(diagnose.Other, diagnose.Certain)
	p.Detail = "An access-control policy of the organisation refused the call. No scope and no role mends that."
	if ids := brackets(g.message, "policy id"); len(ids) > 0 {
		p.Says = g.says + " names policy " + strings.Join(ids, ", ")
		p.Object = strings.Join(ids, ", ")
	}
	p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "Admin › People & Permissions › Authorization policies", Do: "Look up the policy by its id, and see which attribute of caller or target it tests"}}
}

func (g *genesysReader) readBadCredentials() {
	g.point(diagnose.BadToken, diagnose.Likely).Detail = "The platform does not know the token: cut, mistyped, revoked, expired, or issued in another region."
	g.point(diagnose.ExpiredToken, diagnose.Possible).Detail = "An expired token gets this code too."
	g.point(diagnose.WrongRegion, diagnose.Possible).Detail = "A token of another region is unknown here."
}

// readPermissions reads the codes that name permissions, divisions, or both, in the
// four forms that division refusals take: a list of divisions behind the
// permissions, the same with no permission, a code of its own, and a permission
// with the division's id as fourth part.
func (g *genesysReader) readPermissions(entry *genesysCode) {
	n := g.named()
	cause, sure := entry.cause()
	switch {
	case len(n.divisions) > 0:
		cause, sure = diagnose.WrongDivision, diagnose.Certain
	case cause == diagnose.MissingPermission && n.javaClass:
		sure = diagnose.Likely
	case cause == diagnose.MissingPermission && len(n.permissions) > 0 && contains(g.message, " in division '"):
		cause, sure = diagnose.WrongDivision, diagnose.Likely // it has a name where others have an id
	case cause == diagnose.MissingPermission && len(n.permissions) == 0 && n.listed:
		sure = diagnose.Likely
	}
	p := g.point(cause, sure)
	p.Detail, p.Divisions = entry.detail(), n.divisions
	if len(n.permissions) > 0 {
		p.Need = diagnose.Requirement{Mode: diagnose.All, Names: n.permissions}
		if strings.Contains(g.code, ".any") || strings.Contains(g.code, "one.of") {
			p.Need.Mode = diagnose.Any
		}
		p.Says += " names " + p.Need.String()
	}
	if len(n.divisions) > 0 {
		p.Says += " in division " + strings.Join(n.divisions, ", ")
	}
	p.Fixes = grantFix(p.Need)
	switch {
	case cause == diagnose.WrongDivision:
		p.Fixes = divisionFix(n.divisions)
	case n.javaClass:
		p.Detail = "The server names a Java class of its own instead of a permission; look up what the operation requires."
		p.Says = g.says + " names a Java class instead of a permission"
		p.Fixes = nil
		g.point(diagnose.PlatformBug, diagnose.Possible).Detail = "A class name is no permission that anybody could grant; worth a note to the vendor."
	case len(n.permissions) == 0 && n.listed:
		p.Detail = "The list of permissions is empty: either the division is meant, or the permission does not exist in this organisation (licence, beta)."
		g.point(diagnose.WrongDivision, diagnose.Possible)
		g.point(diagnose.FeatureOff, diagnose.Possible)
	}
}

func grantFix(need diagnose.Requirement) []diagnose.Fix {
	if need.Empty() {
		return nil
	}
	what := need.Names[0]
	if need.Mode == diagnose.All {
		what = strings.Join(need.Names, " and ")
	}
	return []diagnose.Fix{{By: diagnose.Admin, Where: "Admin › People & Permissions › Roles/Permissions",
		Do: "Give the caller a role that carries " + what + "; a client-credentials client gets it on the OAuth client itself"}}
}

func divisionFix(divisions []string) []diagnose.Fix {
	where := "the division of the object"
	if len(divisions) > 0 {
		where = "division " + divisions[0]
	}
	return []diagnose.Fix{{By: diagnose.Admin, Where: "Admin › People & Permissions › the person or OAuth client › Roles",
		Do: "Grant the role that carries the permission in " + where}}
}

// genesysMore are codes that are seen in answers, and not in the published lists.
var genesysMore = [...]meaning{
	{"requires.user.context", diagnose.NeedsUserContext, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Sign a person in (authorization code with PKCE) instead of using client credentials"}},
	{"host_not_allowed", diagnose.CSRFOrCORS, diagnose.Likely, "The page that embeds the framework is not on the integration's list of domains.",
		diagnose.Fix{By: diagnose.Admin, Where: "Admin › Integrations › the embedded client › Properties", Do: "Add the page's origin to the allowed domains"}},
}
