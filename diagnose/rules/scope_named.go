package rules

import (
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

var scopeNamed = diagnose.Checker{
	ID:    "scope-named",
	Stage: diagnose.StageScope,
	Cause: diagnose.MissingScope,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.RouteEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.ClockEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server says that a scope is missing",
		Why: `The refusal itself speaks of a scope: app.not.authorized.for.scope (Genesys Cloud), insufficient_scope (RFC 6750), missing_scope (Slack), ` +
			`ACCESS_TOKEN_SCOPE_INSUFFICIENT (Google), MISSING_SCOPES (HubSpot), "does not contain scopes" (Zoom). Most name it.`,
		Fix: `The developer asks for the scopes held now and the missing one, an administrator approves where that is needed, and the user signs in again: ` +
			`adding a scope to the app changes no token that was issued before.`,
		Tell: `Some servers say insufficient_scope for an expired token or one of another audience: look at exp and aud first. ` +
			`Client-credentials clients of Genesys Cloud have roles instead of scopes.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"},
 "response": {"status": 403, "body": {"message": "App not authorized to use scope routing:readonly", "code": "app.not.authorized.for.scope", "status": 403}}}`,
		Since: "v0.1",
	},
	Check: checkScopeNamed,
}

func checkScopeNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.MissingScope, "the server says that the token lacks a scope")
	if !ok {
		return unnamed(c, diagnose.StageScope)
	}
	if onGenesys(c) && byClient(c) {
		return scopeToClient(c, f)
	}
	var clashes []diagnose.Disagreement
	if pastExpiry(c) {
		exp, _ := c.Token.Expires.Get()
		lower(&f, diagnose.Possible, "The token had run out at "+exp.UTC().Format(time.RFC3339)+", and some servers answer that in the words of a missing scope.")
	}
	have, known := c.Token.Scopes.Get()
	if known {
		if f.Have == nil {
			f.Have = have
		}
		if !f.Need.Empty() && len(f.Need.Missing(have, diagnose.ScopeCovers)) == 0 {
			lower(&f, diagnose.Possible, "The token that was brought holds this scope, so it is another token, or the server could not read its scopes.")
			clashes = append(clashes, clash("whether the scope is held", "the server", "it lacks "+f.Need.String(), c.Token.ScopesFrom, "it holds "+strings.Join(have, ", ")))
		}
	}
	if f.Need.Empty() && !known && !c.Token.Expires.Ok() && c.Refusal.Platform == "oauth" {
		f.Certainty = diagnose.Possible // servers that cannot read a token at all say so too
		f.Settle = theClaims
	}
	if op := c.Route.Operation; op != nil && op.ScopeBasis == diagnose.Documented && !f.Need.Empty() && unlisted(f.Need.Names, op.Scopes.Names) {
		clashes = append(clashes, clash("which scope the operation needs", "the server", f.Need.String(), "the catalog", op.Scopes.String()))
	}
	if op := c.Route.Operation; op != nil && f.Need.Empty() && !op.Scopes.Empty() {
		f.Need = op.Scopes
		also(&f, "The server does not say which scope; the catalog lists "+op.Scopes.String()+".")
	}
	if onGenesys(c) {
		f.Fixes = nil // ours know what is held
	}
	if !f.Need.Empty() {
		f.Summary = "the token lacks scope " + words(f.Need)
	}
	if len(f.Fixes) == 0 {
		f.Fixes = scopeFixes(c, f.Need, have)
	}
	return diagnose.Blame(f).AndDisagree(clashes...)
}

// theClaims tell a missing scope from a token that is not for this server any more.
var theClaims = diagnose.Ask{
	What: "the claims of the token: exp, aud, iss and scope (the part between its two dots, never the signature)",
	Run:  `cut -d. -f2 <<<"$TOKEN" | tr '_-' '/+' | base64 -d`,
	Cost: 1,
	Answers: []diagnose.Answer{
		{If: "exp has passed", Then: "the token has expired; a new one is all it takes"},
		{If: "aud or iss belong to another API", Then: "the token is for somebody else, and no scope helps"},
		{If: "both are right", Then: "a scope, or what this server calls one, is missing: compare scope (scp, roles) with the API's documentation"},
	},
}

// scopeToClient keeps a scope from being advised where roles decide.
func scopeToClient(c *diagnose.Case, f diagnose.Finding) diagnose.Verdict {
	d := clash("whether scopes apply", "the server", c.Refusal.Message.Or(c.Refusal.Code.Or("a scope is missing")),
		"the platform's rules", "a client-credentials client has roles, and no scopes")
	op := c.Route.Operation
	if op == nil || op.Permissions.Empty() {
		return diagnose.Blame(diagnose.Finding{Cause: diagnose.ConsentMissing, Certainty: diagnose.Possible,
			Summary:  "the application is not authorised in the organisation; scopes do not apply to a client-credentials client",
			Evidence: f.Evidence,
			Settle: diagnose.Ask{What: "whom the token stands for: the answer of GET /api/v2/tokens/me", Run: get(c, "/api/v2/tokens/me"), Cost: 2,
				Answers: []diagnose.Answer{
					{If: "authenticatedUser is null", Then: "it is the client's own token: have the application approved, and look at the client's roles"},
					{If: "a user stands in it", Then: "it is another token than was thought, and it does lack the scope"}}},
			Fixes: []diagnose.Fix{{By: diagnose.Admin, Where: "Admin › Integrations › Authorized Applications", Do: "See whether the client is approved there, and approve it"}}}).AndDisagree(d)
	}
	return diagnose.Blame(diagnose.Finding{Cause: diagnose.MissingPermission, Certainty: diagnose.Possible,
		Summary:  "the client's roles lack a permission; scopes do not apply to it",
		Need:     op.Permissions,
		Evidence: f.Evidence,
		Fixes:    permissionFixes(c, op.Permissions),
		Avoid:    []string{"Do not add scopes to a client-credentials client: they have no effect."}}).AndDisagree(d)
}

// unlisted says whether none of the names is in the list, compared without case.
func unlisted(names, list []string) bool {
	for _, n := range names {
		for _, l := range list {
			if strings.EqualFold(n, l) || diagnose.ScopeCovers(n, l) || diagnose.ScopeCovers(l, n) {
				return false
			}
		}
	}
	return len(list) > 0
}

func scopeFixes(c *diagnose.Case, need diagnose.Requirement, have []string) []diagnose.Fix {
	what := "the scope that the operation's documentation names"
	if lacking := fewestScopes(need); len(lacking) > 0 {
		what = list(lacking, "and")
	}
	if len(have) > 0 {
		what += " beside the scopes held now (" + strings.Join(have, ", ") + ")"
	}
	ask := diagnose.Fix{By: diagnose.Developer, Do: "Ask for " + what + ", and have the user sign in again: tokens issued before keep their scopes"}
	allow := diagnose.Fix{By: diagnose.Admin, Do: "Approve the application's new scope where the organisation asks for approval"}
	if onGenesys(c) {
		ask.Where = "Admin › Integrations › OAuth › the client › Scope"
		it := "the scope"
		if lacking := publishedScopes(c, need); len(lacking) > 0 {
			it = these(lacking, "the scope ", "the scopes ") + list(lacking, "and")
		}
		allow = diagnose.Fix{By: diagnose.Admin, Where: ask.Where, Do: "Add " + it + " to the OAuth client, beside the scopes it has", Change: scopesOfClient(c, have, need)}
	}
	return []diagnose.Fix{ask, allow}
}
