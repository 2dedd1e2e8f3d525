package rules

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

var divisionNamed = diagnose.Checker{
	ID:    "division-named",
	Stage: diagnose.StageDivision,
	Cause: diagnose.WrongDivision,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence | diagnose.UserEvidence | diagnose.ClientEvidence | diagnose.TokenEvidence | diagnose.RequestEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "permission is missing in the division of the object",
		Why: `A role counts only in the divisions it was granted for. Genesys Cloud says so in four forms: missing.division.permission, ` +
			`missing.any.division.permissions, an empty permission list followed by division ids, and a division id as fourth part of the permission.`,
		Fix:  `An administrator grants the role the caller has in the named division as well (a grant is a role in a division), or moves the object.`,
		Tell: `The same call works on an object of another division. Where the permission is held in no division at all, the role itself is missing, not the division.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues/44444444-aaaa-4bbb-8ccc-000000000004"},
 "response": {"status": 403, "body": {"message": "Unable to perform the requested action. You are missing the following permission(s): [routing:queue:view:55555555-aaaa-4bbb-8ccc-000000000005]", "code": "missing.permissions", "status": 403}}}`,
		Since: "v0.1",
	},
	Check: checkDivisionNamed,
}

func checkDivisionNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.WrongDivision, "the caller lacks the permission in the division of the object")
	if !ok {
		return heldElsewhere(c)
	}
	ids := namedDivisions(c.Refusal)
	if op := c.Route.Operation; op != nil && f.Need.Empty() && !op.Permissions.Empty() {
		f.Need = op.Permissions
		also(&f, "The server names no permission; the catalog lists "+op.Permissions.String()+".")
	}
	if !f.Need.Empty() {
		f.Summary = "the caller lacks " + words(f.Need) + " in the division of the object"
		if len(ids) == 1 {
			f.Summary = "the caller lacks " + words(f.Need) + " in division " + ids[0]
		}
	}
	have, known := held(c)
	if known && !f.Need.Empty() && len(f.Need.Missing(have, diagnose.PermissionCovers)) > 0 {
		lower(&f, diagnose.Likely, "The caller holds the permission in no division: the role is missing altogether.")
		return diagnose.Blame(diagnose.Finding{Cause: diagnose.MissingPermission, Certainty: diagnose.Certain,
			Summary: "the caller holds " + f.Need.String() + " in no division", Need: f.Need, Have: have, Evidence: f.Evidence,
			Fixes: divisionFixes(c, f.Need, ids)}, f)
	}
	if onGenesys(c) {
		f.Fixes = nil // ours know who called
	}
	f.Fixes = append(f.Fixes, divisionFixes(c, f.Need, ids)...)
	reach, known := c.User.Divisions.Get()
	if !known {
		return diagnose.Blame(f)
	}
	f.Evidence = append(f.Evidence, diagnose.Statement{At: c.User.Divisions.From(), Says: "the caller's grants reach " + strings.Join(reach, ", ")})
	if len(ids) > 0 && (slices.Contains(reach, "*") || covered(ids, reach)) {
		lower(&f, diagnose.Possible, "The caller's grants reach the named division by now; a change takes minutes to apply, and another role may be the one that carries the permission.")
		return diagnose.Blame(f).AndDisagree(clash("whether the division is covered", "the server", "it is not", "the caller's grants", "they reach it"))
	}
	return diagnose.Blame(f)
}

// heldElsewhere judges a permission that the server says is missing and the caller
// holds: the division is what is left, unless the grants reach everywhere.
func heldElsewhere(c *diagnose.Case) diagnose.Verdict {
	points := c.Refusal.PointsTo(diagnose.MissingPermission)
	have, known := held(c)
	if len(points) == 0 || points[0].Need.Empty() || !known {
		return unnamed(c, diagnose.StageDivision)
	}
	need := points[0].Need
	if len(need.Missing(have, diagnose.PermissionCovers)) > 0 {
		return diagnose.Clear("the permission is held in no division")
	}
	all, told := everywhere(c)
	if all {
		return diagnose.Clear("the caller's grants reach every division")
	}
	f := diagnose.Finding{Certainty: diagnose.Possible,
		Summary:  words(need) + " is held, but not in the division of this object",
		Need:     need,
		Evidence: []diagnose.Statement{{At: placeOf(c, points[0]), Says: points[0].Says}, {At: c.User.Permissions.From(), Says: "the caller's roles carry it"}},
		Fixes:    divisionFixes(c, need, nil)}
	f.Settle = diagnose.Ask{What: "the caller's grants, each a role in a division: the answer of GET /api/v2/authorization/subjects/me",
		Run: get(c, "/api/v2/authorization/subjects/me"), Cost: 2,
		Answers: []diagnose.Answer{
			{If: "the role that carries the permission stands beside single divisions", Then: "the object lies in another one"},
			{If: "it stands beside all divisions", Then: "the refusal contradicts the grants: another caller, a change minutes old, or a defect"}}}
	if told {
		f.Certainty = diagnose.Likely
		f.Evidence = append(f.Evidence, diagnose.Statement{At: c.User.Divisions.From(), Says: "the caller's grants are limited to single divisions"})
	}
	return diagnose.Blame(f)
}

func namedDivisions(r *diagnose.Refusal) []string {
	var ids []string
	for _, p := range r.PointsTo(diagnose.WrongDivision) {
		ids = append(ids, p.Divisions...)
	}
	return ids
}

func covered(ids, reach []string) bool {
	for _, id := range ids {
		if !slices.ContainsFunc(reach, func(r string) bool { return strings.EqualFold(r, id) }) {
			return false
		}
	}
	return true
}

func divisionFixes(c *diagnose.Case, need diagnose.Requirement, ids []string) []diagnose.Fix {
	change := grantOf(c, need, ids)
	role := "the role that carries the permission"
	switch {
	case change != nil && change.Role != "":
		role = "the role " + change.Role + ", which carries it already,"
	case !need.Empty():
		role = "a role that carries " + list(enough(c, need), "and")
	}
	where := "the division of the object"
	switch len(ids) {
	case 0:
	case 1:
		where = "division " + ids[0]
	default:
		where = "one of the divisions " + strings.Join(ids, ", ")
	}
	fix := diagnose.Fix{By: diagnose.Admin, Change: change, Where: "Admin › People & Permissions › People › the user › Roles", Do: "Grant " + role + " in " + where + ", and in no more divisions than that"}
	switch {
	case !onGenesys(c):
		fix.Where = ""
	case callerUnknown(c):
		fix.Where += "; of an OAuth client that signs in by itself: Admin › Integrations › OAuth › the client › Roles"
	case byClient(c):
		fix.Where = "Admin › Integrations › OAuth › the client › Roles"
	}
	return []diagnose.Fix{fix, {By: diagnose.Admin, Do: "Move the object into a division that the caller's roles cover"}}
}
