package rules

import "github.com/why403/why403/diagnose"

var featureOff = diagnose.Checker{
	ID:    "feature-off",
	Stage: diagnose.StageFeature,
	Cause: diagnose.FeatureOff,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence | diagnose.RequestEvidence | diagnose.OfferEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "product or feature is not licensed, or switched off",
		Why: `The organisation has not bought it, the beta is closed, a toggle or an API is off: feature.toggle.disabled (Genesys Cloud), SERVICE_DISABLED (Google), ` +
			`API_DISABLED_FOR_ORG (Salesforce), "does not have permission to access the feature" (Okta). ` +
			`On Genesys Cloud an unlicensed product has no code of its own: it shows as a missing permission that no role offers.`,
		Fix:  `The organisation buys or switches on the feature; where it is in beta, the vendor admits the organisation. No role edit helps.`,
		Tell: `An administrator of the organisation is refused as well, and the permission does not appear in the role editor.`,
		Example: `{"request": {"method": "GET", "url": "https://people.googleapis.com/v1/people/me/connections"},
 "response": {"status": 403, "body": {"error": {"code": 403, "status": "PERMISSION_DENIED", "message": "People API has not been used in project 123456 before or it is disabled.", "details": [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "SERVICE_DISABLED", "metadata": {"service": "people.googleapis.com"}}]}}}}`,
		Since: "v0.1",
	},
	Check: checkFeatureOff,
}

func checkFeatureOff(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.FeatureOff, "the feature is not licensed, or switched off")
	if !ok {
		return notOnOffer(c)
	}
	if len(f.Fixes) == 0 {
		f.Fixes = featureFixes(c)
	}
	f.Avoid = []string{"Do not look for a role: what the organisation does not have, no role can give."}
	return diagnose.Blame(f)
}

// notOnOffer judges a permission that the server names: one that no published list
// holds, or one of a preview operation, may not be on offer in the organisation.
func notOnOffer(c *diagnose.Case) diagnose.Verdict {
	points := c.Refusal.PointsTo(diagnose.MissingPermission)
	if !onGenesys(c) || len(points) == 0 || points[0].Need.Empty() {
		return unnamed(c, diagnose.StageFeature)
	}
	p := points[0]
	if _, known := c.Offered.Get(); known {
		return onOffer(c, p)
	}
	why := ""
	if op := c.Route.Operation; op != nil && op.Preview {
		why = op.ID + " is in preview: the permission may not be on offer in the organisation yet"
	} else if !c.Names.IsPermission(p.Need.Names[0]) && c.Names != (diagnose.NoNames{}) {
		why = p.Need.Names[0] + " is in no published list of permissions: an old, new or unlicensed product"
	}
	if why == "" {
		return diagnose.Abstain("the permission that the server names is a published one")
	}
	return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Possible,
		Summary:  "the organisation does not have the product that " + p.Need.Names[0] + " belongs to",
		Detail:   "Look for the permission in the role editor: where it is not offered there, no role edit helps.",
		Need:     p.Need,
		Evidence: []diagnose.Statement{{At: placeOf(c, p), Says: why}},
		Settle:   askOffered(c),
		Fixes:    featureFixes(c)})
}

// onOffer judges it where the organisation's own list of permissions was brought.
func onOffer(c *diagnose.Case, p diagnose.Point) diagnose.Verdict {
	absent := notOffered(c, p.Need)
	if len(absent) == 0 {
		return diagnose.Clear("the organisation can give %s", p.Need)
	}
	return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Certain,
		Summary: "the organisation cannot give " + list(absent, "or") + ": the product it belongs to is not licensed, or in beta",
		Detail:  "The server names it, and the organisation's own list of permissions does not have it.",
		Need:    p.Need,
		Evidence: []diagnose.Statement{{At: placeOf(c, p), Says: "the server names " + p.Need.String()},
			{At: c.Offered.From(), Says: "the organisation's permissions do not include it"}},
		Fixes: featureFixes(c),
		Avoid: []string{"Do not look for a role: what the organisation does not have, no role can give."}})
}

// notOffered lists the names of a need that the organisation cannot give; none where
// what is left of the need is enough, or the list was not brought.
func notOffered(c *diagnose.Case, need diagnose.Requirement) []string {
	offered, known := c.Offered.Get()
	if !known {
		return nil
	}
	return need.Missing(offered, diagnose.PermissionCovers)
}

func askOffered(c *diagnose.Case) diagnose.Ask {
	return diagnose.Ask{What: "the permissions that the organisation can give: the answer of GET /api/v2/authorization/permissions, in one page", Run: get(c, "/api/v2/authorization/permissions"), Cost: 2,
		Answers: []diagnose.Answer{{If: "the permission is not among them", Then: "its product is not licensed, or in beta, and no role helps"},
			{If: "it is", Then: "an administrator can put it into a role"}}}
}

func featureFixes(c *diagnose.Case) []diagnose.Fix {
	on := "Switch the feature on, or buy the plan or licence it belongs to"
	if onGenesys(c) {
		on = "Switch the feature on, or buy the licence it belongs to; look in the role editor whether its permissions are offered"
	}
	return []diagnose.Fix{
		{By: diagnose.Admin, Do: on},
		{By: diagnose.Vendor, Do: "Ask whether the organisation has the product, and to be admitted where it is in beta"},
	}
}
