package rules

import "github.com/why403/why403/diagnose"

var otherNamed = diagnose.Checker{
	ID:    "other-named",
	Stage: diagnose.StageToken,
	Cause: diagnose.Other,
	Needs: diagnose.RefusalEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server gives a reason of its own kind",
		Why: `The refusal says why, and the reason is none of the usual ones: single sign-on or a stronger sign-in is asked for (SAML on GitHub, RFC 9470 insufficient_user_authentication, ` +
			`multi-factor on Entra), the service is under maintenance, terms were not accepted, an address is blocked for legal reasons.`,
		Fix:     `Do what the server's words ask for; they are quoted in the report.`,
		Tell:    `Rights are not what is missing: the same caller gets through after the sign-in, the acceptance or the wait that the words ask for.`,
		Example: `{"request": {"method": "GET", "url": "https://api.example.org/v1/payments"}, "response": {"status": 401, "headers": {"WWW-Authenticate": "Bearer error=\"insufficient_user_authentication\", acr_values=\"phr\""}}}`,
		Since:   "v0.1",
	},
	Check: checkOtherNamed,
}

func checkOtherNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.Other, "the server gives a reason of its own kind")
	if !ok || c.Refusal.Code.Or("") == policyCode {
		return unnamed(c, diagnose.StageToken)
	}
	if len(f.Fixes) == 0 {
		f.Fixes = []diagnose.Fix{{By: diagnose.Person, Do: "Do what the server's own words ask for, then repeat the call"}}
	}
	return diagnose.Blame(f)
}
