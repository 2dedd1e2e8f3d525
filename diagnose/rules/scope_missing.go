package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var scopeMissing = diagnose.Checker{
	ID:    "scope-missing",
	Stage: diagnose.StageScope,
	Cause: diagnose.MissingScope,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.RefusalEvidence | diagnose.OthersEvidence | diagnose.ClockEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "token was not granted a scope the operation needs",
		Why: `A token can do no more than the scopes it was issued with. Reading often needs another scope than changing, ` +
			`so being able to read an object proves nothing about changing it. An organisation enforces scopes only where an administrator turned that on, ` +
			`which is why the rule is certain only where the server speaks of the scope too.`,
		Fix: `The developer asks for the scope beside those held now, an administrator approves it where the organisation demands that, and the user signs in again: ` +
			`a token keeps the scopes it was issued with.`,
		Tell: `A missing permission is the user's, a missing scope the client's: another user with the same client is refused as well. ` +
			`Client-credentials clients of Genesys Cloud have roles and no scopes. A scope that was asked for under a wrong name is scope-name-wrong.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/conferences/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants"},
 "response": {"status": 403}, "token": {"scopes": ["conversation:view"]}}`,
		Since: "v0.1",
	},
	Check: checkScopeMissing,
}

func checkScopeMissing(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation, so nothing says which scope it needs")
	case scopeless(c):
		return diagnose.Clear("scopes do not apply to the client-credentials grant; roles decide there")
	case op.ScopeBasis == diagnose.NoBasis:
		return diagnose.Abstain("no source says which scope %s needs", op.ID)
	case op.Scopes.Empty():
		return diagnose.Clear("%s asks for no scope (%s)", op.ID, orElse(op.Accepts, "none listed"))
	case unread(c):
		return diagnose.Abstain("a 401 is about the token; scopes come after it")
	}
	have, read, ok := scopesOf(c)
	if !ok {
		return diagnose.Abstain("the scopes of the token are not known%s", why(c.Token.Scopes.Why())).AndBring(askScopes(c))
	}
	missing := op.Scopes.Missing(have, diagnose.ScopeCovers)
	switch {
	case len(missing) == 0:
		return diagnose.Clear("the token holds a scope that %s accepts", op.ID)
	case len(misnamed(c, have, missing)) > 0:
		return diagnose.Clear("what is missing was asked for under a wrong name, which scope-name-wrong explains")
	}
	return diagnose.Blame(missingScope(c, op, have, read)).AndDisagree(unpublished(c, op)...)
}

// unpublished says where an account names scopes that the platform does not publish.
func unpublished(c *diagnose.Case, op *diagnose.Operation) []diagnose.Disagreement {
	if op.Source != diagnose.Community {
		return nil
	}
	var published, others []string
	for _, s := range op.Scopes.Names {
		if c.Names.IsScope(s) {
			published = append(published, s)
		} else {
			others = append(others, s)
		}
	}
	if len(published) == 0 || len(others) == 0 {
		return nil
	}
	return []diagnose.Disagreement{clash("the name of the scope", "an account of the operation", list(others, "or"),
		"the published API", list(others, "and")+" is no scope of the platform; "+list(published, "or")+" is")}
}

func missingScope(c *diagnose.Case, op *diagnose.Operation, have []string, read diagnose.Statement) diagnose.Finding {
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   "the token lacks scope " + list(op.Scopes.Names, conjunction(op.Scopes)),
		Need:      op.Scopes,
		Have:      have,
		Evidence:  []diagnose.Statement{read, asks(op, op.ScopesFrom, "scope "+op.Scopes.String())},
		Fixes:     scopeFixes(c, op.Scopes, have),
		Avoid:     []string{"Do not ask for every scope there is: each one is a right that a stolen token has."},
	}
	for _, d := range unpublished(c, op) {
		f.Fixes[0].Do += "; where the platform does not offer it, ask for " + plainest(op.Scopes.Names) + ", the published name"
		also(&f, "The account that names the scope and the published API disagree: "+d.Sources[1].Says+".")
	}
	if reads := readingTwin(have, op.Scopes.Names); reads != "" {
		also(&f, "The token holds "+reads+", which is enough to read and not to change. That reading works therefore proves nothing about this call.")
		f.Evidence = append(f.Evidence, diagnose.Statement{At: read.At, Says: reads + " lets the same token read"})
	}
	for _, o := range c.Others {
		if o.SameToken && o.Method == "GET" && o.Status == 200 {
			f.Evidence = append(f.Evidence, diagnose.Statement{At: o.At, Says: "the same token read " + o.URL.Path + " with 200; reading needs another scope"})
			break
		}
	}
	if op.ScopeBasis == diagnose.Family {
		also(&f, "The scope is inferred from the neighbouring operations, which agree on it; the operation's own list is not published.")
	}
	for _, p := range c.Refusal.PointsTo(diagnose.MissingScope) {
		if p.Certainty == diagnose.Certain && op.ScopeBasis != diagnose.Family {
			f.Certainty = diagnose.Certain
		}
	}
	weigh(c, &f)
	switch {
	case len(have) == 0 && !byUser(c):
		lower(&f, diagnose.Possible, "A token without any scope is what client-credentials clients have; if this is one, roles decide and no scope is missing.")
	case f.Certainty < diagnose.Certain && onGenesys(c):
		also(&f, "Genesys Cloud enforces scopes where the organisation turned that on.")
	}
	return f
}

// readingTwin returns the scope held that lets the same family be read: x:readonly
// or x:view where x or x:write is needed.
func readingTwin(have, need []string) string {
	for _, h := range have {
		family, right, ok := strings.Cut(h, ":")
		if !ok || !readsOnly(right) {
			continue
		}
		for _, n := range need {
			if needed, right, _ := strings.Cut(n, ":"); singular(needed) == singular(family) && !readsOnly(right) {
				return h
			}
		}
	}
	return ""
}

func readsOnly(right string) bool {
	switch right {
	case "readonly", "read", "view", "read-only", "list", "get":
		return true
	}
	return false
}

// conjunction joins the names of a requirement in a sentence.
func conjunction(r diagnose.Requirement) string {
	if r.Mode == diagnose.All {
		return "and"
	}
	return "or"
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// why appends the reason why a fact is not known, where there is one.
func why(reason string) string {
	if reason == "" {
		return ""
	}
	return ": " + reason
}
