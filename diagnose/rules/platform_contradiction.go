package rules

import (
	"slices"

	"github.com/why403/why403/diagnose"
)

var platformContradiction = diagnose.Checker{
	ID:    "platform-contradiction",
	Stage: diagnose.StageObject,
	Cause: diagnose.PlatformBug,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.ClockEvidence | diagnose.ResponseEvidence | diagnose.RouteEvidence | diagnose.UserEvidence | diagnose.ClientEvidence | diagnose.TokenEvidence | diagnose.RequestEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server contradicts itself, the catalog or the caller's roles",
		Why: `The refusal names a permission that the caller holds without division limits, a Java class instead of a permission, a code the operation does not list, ` +
			`or another status than the response has. Some of these are slips of the message, some are defects.`,
		Fix:  `The developer looks up what the operation is published to need and tests that; if it is all held, the vendor's support gets the correlation id.`,
		Tell: `First rule out what looks the same: the roles shown belong to another caller, a role granted minutes ago, a division limit.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"},
 "response": {"status": 403, "body": {"message": "Unable to perform the requested action. You must have at least one of the following permissions assigned: [routing:queue:view]", "code": "missing.any.permissions", "status": 403}},
 "user": {"permissions": ["routing:queue:view"], "divisions": ["*"]}}`,
		Since: "v0.1",
	},
	Check: checkPlatformContradiction,
}

func checkPlatformContradiction(c *diagnose.Case) diagnose.Verdict {
	clashes := contradictions(c)
	f, ok := named(c, diagnose.PlatformBug, "the platform contradicts itself")
	if !ok {
		f, ok = heldAlready(c)
	}
	if have, known := held(c); known && !ok {
		if p := c.Refusal.PointsTo(diagnose.MissingPermission); len(p) > 0 && len(p[0].Need.Missing(have, diagnose.PermissionCovers)) > 0 {
			return diagnose.Clear("the caller does lack what the server names").AndDisagree(clashes...)
		}
	}
	if !ok {
		v := unnamed(c, diagnose.StageObject)
		return v.AndDisagree(clashes...)
	}
	do := "Look up what the operation is published to need, and check that the caller of this very token holds it"
	run := ""
	if op := c.Route.Operation; op != nil {
		run = "why403 catalog show " + op.Method + " " + op.Path
		if f.Need.Empty() {
			f.Need = op.Permissions
		}
	}
	report := "Report it with the correlation id"
	if c.Refusal.Reference != "" {
		report += " " + c.Refusal.Reference
	}
	f.Fixes = append(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: do, Run: run},
		diagnose.Fix{By: diagnose.Vendor, Do: report + ", the operation and the time"})
	return diagnose.Blame(f).AndDisagree(clashes...)
}

// heldAlready judges a permission that the server misses and the caller holds.
func heldAlready(c *diagnose.Case) (diagnose.Finding, bool) {
	points := c.Refusal.PointsTo(diagnose.MissingPermission)
	have, known := held(c)
	if len(points) == 0 || points[0].Need.Empty() || !known {
		return diagnose.Finding{}, false
	}
	need := points[0].Need
	if len(need.Missing(have, diagnose.PermissionCovers)) > 0 {
		return diagnose.Finding{}, false
	}
	all, told := everywhere(c)
	if told && !all {
		return diagnose.Finding{}, false
	}
	f := diagnose.Finding{Certainty: diagnose.Possible, Summary: "the server misses " + need.String() + ", which the caller holds", Need: need, Have: have,
		Detail:   "Make sure that the roles shown are those of the caller of this very token, and that they were not granted within the last minutes.",
		Evidence: []diagnose.Statement{{At: placeOf(c, points[0]), Says: points[0].Says}, {At: c.User.Permissions.From(), Says: "the caller's roles carry it"}}}
	if all {
		f.Certainty = diagnose.Likely
		f.Evidence = append(f.Evidence, diagnose.Statement{At: c.User.Divisions.From(), Says: "the grants reach every division"})
	}
	if at, known := c.At.Get(); known {
		if fresh, settled := splitByAge(grantsOf(c), at); broughtBy(need, fresh, settled) {
			lower(&f, diagnose.Possible, "The grant that brings it is minutes old.")
		}
	}
	return f, true
}

// contradictions lists what about the answer does not fit the operation or itself.
func contradictions(c *diagnose.Case) []diagnose.Disagreement {
	var out []diagnose.Disagreement
	outer, shown := c.Response.Status.Get()
	inner, said := c.Refusal.Status.Get()
	if shown && said && outer != inner && inner != 0 && outer != 0 {
		out = append(out, clash("the status", "the response", itoa(outer), "its body", itoa(inner)))
	}
	op, code := c.Route.Operation, c.Refusal.Code.Or("")
	if op == nil || op.Source != diagnose.Published || code == "" || c.Refusal.Platform != "genesys" || slices.Contains(commonCodes(), code) {
		return out
	}
	if !slices.ContainsFunc(op.Codes, func(e diagnose.ErrorCode) bool { return e.Code == code }) {
		out = append(out, clash("whether "+op.ID+" can answer "+code, "the server", "it did", "the catalog", "the operation does not list this code"))
	}
	return out
}

// commonCodes are the codes that every published operation of Genesys Cloud lists.
func commonCodes() []string {
	return []string{
		"missing.any.permissions", "missing.permissions", "missing.division.permission", "missing.any.division.permissions",
		"app.not.authorized.for.scope", "authz.policy.denied", "not.authorized",
		"authentication.required", "bad.credentials", "ip.not.authorized",
		"bad.request", "constraint.validation", "invalid.date", "invalid.property", "invalid.query.param.value", "invalid.value", "response.entity.too.large",
		"not.found", "request.conflict", "request.entity.too.large", "unsupported.media.type", "too.many.requests", "too.many.requests.retry.after",
	}
}
