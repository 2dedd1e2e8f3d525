package rules

import "github.com/why403/why403/diagnose"

var consentMissing = diagnose.Checker{
	ID:    "consent-missing",
	Stage: diagnose.StageScope,
	Cause: diagnose.ConsentMissing,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "nobody has consented to the application",
		Why: `The application asks for rights that the user or an administrator has not approved: AADSTS65001 and AADSTS90094 (Microsoft Entra), ` +
			`access_not_configured apps under review, an app that is not in the organisation's Authorized Applications (Genesys Cloud), "not approved by an admin" (GitHub, Slack).`,
		Fix: `An administrator approves the application with its scopes; the user signs in again afterwards.`,
		Tell: `Without consent usually no token is issued at all. A token that lacks a scope was issued, for less. ` +
			`A right that is configured and shown as "not granted" is missing consent.`,
		Example: `{"request": {"method": "POST", "url": "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token"},
 "response": {"status": 400, "body": {"error": "invalid_grant", "error_description": "AADSTS65001: The user or administrator has not consented to use the application with ID '22222222-aaaa-4bbb-8ccc-000000000002'."}}}`,
		Since: "v0.1",
	},
	Check: checkConsentMissing,
}

func checkConsentMissing(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.ConsentMissing, "the application or its token has not been approved")
	if !ok {
		return unnamed(c, diagnose.StageScope)
	}
	where := "the organisation's list of applications"
	if onGenesys(c) {
		where = "Admin › Integrations › Authorized Applications"
	}
	f.Fixes = beside(f.Fixes,
		diagnose.Fix{By: diagnose.Admin, Where: where, Do: "Approve the application with exactly the scopes it asks for"},
		diagnose.Fix{By: diagnose.Developer, Do: "Ask for no more scopes than the application is registered with, then have the user sign in again"})
	return diagnose.Blame(f)
}
