package rules

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

const policyCode = "authz.policy.denied"

var policyDenied = diagnose.Checker{
	ID:    "policy-denied",
	Stage: diagnose.StagePermission,
	Cause: diagnose.Other,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "access policy of the organisation said no",
		Why: `Beside roles an organisation can have policies that look at attributes and deny what roles would allow. Genesys Cloud answers 403 authz.policy.denied and lists policy ids. ` +
			`More roles do not help against a policy that denies.`,
		Fix:     `An administrator opens the policies that the message lists and changes the condition or the target, or the caller meets the condition.`,
		Tell:    `The caller holds the permission, and colleagues with other attributes get through. A missing permission names a permission, a policy names its id.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"}, "response": {"status": 403, "body": {"message": "Access denied by policy. Policy ID(s): 33333333-aaaa-4bbb-8ccc-000000000003", "code": "authz.policy.denied", "status": 403}}}`,
		Since:   "v0.1",
	},
	Check: checkPolicyDenied,
}

func checkPolicyDenied(c *diagnose.Case) diagnose.Verdict {
	if c.Refusal.Code.Or("") != policyCode {
		return unnamed(c, diagnose.StagePermission)
	}
	f := diagnose.Finding{Certainty: diagnose.Certain, Summary: "an access-control policy of the organisation refused the call",
		Evidence: []diagnose.Statement{{At: c.Refusal.Code.From(), Says: "code " + policyCode}}}
	if len(c.Refusal.Points) > 0 {
		p := c.Refusal.Points[0]
		f.Detail, f.Fixes = p.Detail, slices.Clone(p.Fixes)
		f.Evidence = append(f.Evidence, diagnose.Statement{At: placeOf(c, p), Says: p.Says})
	}
	f.Fixes = beside(f.Fixes, diagnose.Fix{By: diagnose.Admin, Where: "the organisation's access-control policies",
		Do: "Open the policies whose ids the message lists, and change target or condition for this caller"})
	for i := range f.Fixes {
		f.Fixes[i].Change = &diagnose.Change{Kind: diagnose.ReviewPolicy, ID: policyID(c.Refusal.Message.Or(""))}
	}
	f.Avoid = []string{"Do not add roles or scopes: a policy that denies is stronger than both."}
	return diagnose.Blame(f)
}

// policyID is the first policy that the message lists; empty where it lists none.
func policyID(message string) string {
	_, ids, _ := strings.Cut(message, "ID(s):")
	first, _, _ := strings.Cut(strings.Trim(strings.TrimSpace(ids), "[]"), ",")
	return safeID(strings.TrimSpace(first))
}
