package rules

import "github.com/why403/why403/diagnose"

var orgNamed = diagnose.Checker{
	ID:    "org-named",
	Stage: diagnose.StageToken,
	Cause: diagnose.WrongOrg,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.TokenEvidence | diagnose.RouteEvidence | diagnose.RequestEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server says that the caller belongs to another organisation",
		Why: `The token is good, and its organisation, tenant, workspace or account is not the one the object or the application belongs to: ` +
			`two profiles on one machine, a guest user in the wrong directory, a partner organisation without trust.`,
		Fix: `The developer signs in to, or uses the client of, the organisation that owns the object; where organisations trust one another, an administrator makes the trust and its permissions.`,
		Tell: `The token's own organisation can be asked for (tokens/me, tid claim, X-OAuth organisation headers). ` +
			`An object of another organisation is usually hidden behind 404.`,
		Example: `{"request": {"method": "GET", "url": "https://console.example.com/api/settings"}, "response": {"status": 403, "body": {"error": "organization_not_recognized"}}}`,
		Since:   "v0.1",
	},
	Check: checkOrgNamed,
}

func checkOrgNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.WrongOrg, "the token belongs to another organisation")
	if !ok {
		return unnamed(c, diagnose.StageToken)
	}
	if org, known := c.Token.Org.Get(); known && org.Name+org.ID != "" {
		name := org.Name
		if name == "" {
			name = org.ID
		}
		f.Have = []string{name}
		f.Evidence = append(f.Evidence, diagnose.Statement{At: c.Token.Org.From(), Says: "the token works in " + name})
	}
	f.Fixes = beside(f.Fixes,
		diagnose.Fix{By: diagnose.Developer, Do: "Use a token of the organisation that owns the object", Run: tokensMe(c)},
		diagnose.Fix{By: diagnose.Admin, Do: "Register or trust the caller's organisation where that is meant to work across organisations"})
	return diagnose.Blame(f)
}
