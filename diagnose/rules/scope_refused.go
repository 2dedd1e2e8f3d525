package rules

import "github.com/why403/why403/diagnose"

var scopeRefused = diagnose.Checker{
	ID:    "scope-refused",
	Stage: diagnose.StageScope,
	Cause: diagnose.WrongScopeName,
	Needs: diagnose.RefusalEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server says that a scope does not exist, or not for this client",
		Why: `The token was asked for with a name that the platform does not know or the client may not ask for: a permission used as a scope, a comma where a space belongs, ` +
			`a scope of another API. Token endpoints answer 400 invalid_scope, Genesys Cloud auth.invalid.scope.`,
		Fix:     `The developer takes the names from the platform's list, separated by spaces, and asks again.`,
		Tell:    `It fails while signing in, before any call. A scope that exists and is not held fails later, at the call.`,
		Example: `{"request": {"method": "POST", "url": "https://login.example.com/oauth/token"}, "response": {"status": 400, "body": {"error": "invalid_scope", "error_description": "The requested scope is invalid, unknown, or malformed."}}}`,
		Since:   "v0.1",
	},
	Check: checkScopeRefused,
}

func checkScopeRefused(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.WrongScopeName, "the server does not know the scope that was asked for, or not for this client")
	if !ok {
		return unnamed(c, diagnose.StageScope)
	}
	f.Fixes = beside(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: "Take the scopes from the platform's own list, separated by spaces, and ask for the token again"})
	return diagnose.Blame(f)
}
