package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var scopeMissing = diagnose.Checker{
	ID:    "scope-missing",
	Stage: diagnose.StageScope,
	Cause: diagnose.MissingScope,
	Needs: diagnose.TokenEvidence | diagnose.RouteEvidence,
	May:   diagnose.ClientEvidence,
	Bring: diagnose.Ask{
		What: "the scopes of the token: the answer of GET /api/v2/tokens/me",
		Run:  `curl -H "Authorization: Bearer $TOKEN" https://api.mypurecloud.com/api/v2/tokens/me`,
		Cost: 2,
	},
	Doc: diagnose.Doc{
		Title: "token was not granted a scope the operation needs",
		Why: `A token can do no more than the scopes it was issued with. Reading often needs another scope than changing, ` +
			`so being able to read an object proves nothing about changing it.`,
		Fix: `The developer asks for the scope, an administrator approves it where the organisation demands that, and the user signs in again: ` +
			`a token keeps the scopes it was issued with.`,
		Tell: `A missing permission is the user's, a missing scope the client's: another user with the same client is refused as well.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/conferences/8e51b8a2-1111-4c0d-9a51-c0ffee000001/participants"},
 "response": {"status": 403}, "token": {"scopes": ["conversation:view"]}}`,
		Since: "v0.1",
	},
	Check: checkScopeMissing,
}

func checkScopeMissing(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	if op == nil {
		return diagnose.Abstain("the catalog does not know this operation")
	}
	if c.Client.Grant.Or("") == diagnose.ClientCredentials {
		return diagnose.Clear("scopes do not apply to the client-credentials grant; roles decide there")
	}
	if op.ScopeBasis == diagnose.NoBasis {
		return diagnose.Abstain("no source says which scope %s needs", op.ID)
	}
	have, ok := c.Token.Scopes.Get()
	if !ok {
		return diagnose.Abstain("the scopes of the token are not known: %s", c.Token.Scopes.Why()).AndBring(diagnose.Ask{What: "the answer of GET /api/v2/tokens/me", Cost: 2})
	}
	missing := op.Scopes.Missing(have, diagnose.ScopeCovers)
	if len(missing) == 0 {
		return diagnose.Clear("the token holds a scope that %s accepts", op.ID)
	}
	return diagnose.Blame(diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   "the token lacks scope " + strings.Join(missing, " or "),
		Need:      op.Scopes,
		Have:      have,
		Evidence:  []diagnose.Statement{{At: c.Token.Scopes.From(), Says: c.Token.ScopesFrom + " lists " + strings.Join(have, ", ")}},
		Fixes:     []diagnose.Fix{{By: diagnose.Developer, Do: "Ask for " + missing[0] + " beside the scopes held now, and sign in again"}},
	})
}
