package rules

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

var divisionOutside = diagnose.Checker{
	ID:    "division-outside",
	Stage: diagnose.StageDivision,
	Cause: diagnose.WrongDivision,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | rightsEvidence | diagnose.ResourceEvidence | diagnose.RefusalEvidence | diagnose.OthersEvidence | diagnose.ClockEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "permission is held, but not in the division of the object",
		Why: `A grant is a role in a division, and a permission counts only there. The rule compares the divisions of the grants that carry the permission ` +
			`with the division of the object, read from the object itself or named by the server.`,
		Fix:  `An administrator grants the role in that division as well, or moves the object into one that the caller's grants reach.`,
		Tell: `The same call works on an object of another division. Where no grant carries the permission at all, it is permission-missing.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues/44444444-aaaa-4bbb-8ccc-000000000004"}, "response": {"status": 403},
 "user": {"permissions": ["routing:queue:view"], "divisions": ["11111111-aaaa-4bbb-8ccc-000000000001"]},
 "resource": {"id": "44444444-aaaa-4bbb-8ccc-000000000004", "division": {"id": "22222222-aaaa-4bbb-8ccc-000000000002"}}}`,
		Since: "v0.1",
	},
	Check: checkDivisionOutside,
}

func checkDivisionOutside(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch {
	case op == nil:
		return diagnose.Abstain("the catalog does not know this operation")
	case op.Permissions.Empty():
		return diagnose.Clear("%s asks for no permission, so no division limits it", op.ID)
	case unread(c):
		return diagnose.Abstain("a 401 is about the token; divisions come after it")
	}
	reach, at, ok := reachOf(c, op.Permissions)
	switch {
	case !ok && len(c.Route.Params) > 0 && !spoken(c):
		if x, worked := workedElsewhere(c); worked {
			return otherObject(c, x)
		}
		fallthrough
	case !ok:
		return diagnose.Abstain("the divisions of the caller's grants are not known").AndBring(askDivisions(c))
	case len(reach) == 0:
		return diagnose.Clear("no grant carries the permission, in whatever division")
	case slices.Contains(reach, "*"):
		return diagnose.Clear("the caller's grants reach every division")
	}
	object, objectAt := divisionsOf(c)
	if len(object) == 0 {
		return diagnose.Abstain("the division of the object is not known").AndBring(askObject(c))
	}
	for _, d := range object {
		if covered([]string{d}, reach) {
			return diagnose.Clear("a grant with the permission reaches the division of the object")
		}
	}
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   "the permission is held, but not in the division of the object",
		Detail:    "The object lies in division " + list(object, "and") + "; the grants that carry " + op.Permissions.String() + " reach " + list(reach, "and") + ".",
		Need:      op.Permissions,
		Evidence: []diagnose.Statement{{At: objectAt, Says: "the object lies in division " + list(object, "and")},
			{At: at, Says: "the grants that carry the permission reach " + list(reach, "and")}},
		Fixes: divisionFixes(c, op.Permissions, object),
		Avoid: []string{"Do not grant the role in all divisions where one is enough."},
	}
	weigh(c, &f)
	return diagnose.Blame(f)
}

// otherObject judges a call that gets through with the same token on another object
// of the same kind: what differs is the object's division, or the object itself.
func otherObject(c *diagnose.Case, x diagnose.Exchange) diagnose.Verdict {
	f := diagnose.Finding{
		Certainty: diagnose.Possible,
		Summary:   "the permission is held, but perhaps not in the division of this object",
		Detail:    "The same token makes the same call on another object, so scope and permission are there.",
		Evidence:  []diagnose.Statement{{At: x.At, Says: "the same token got " + itoa(x.Status) + " for " + x.Method + " " + x.URL.Path}},
		Settle:    askObject(c),
		Fixes:     divisionFixes(c, c.Route.Operation.Permissions, nil),
	}
	object := f
	object.Cause, object.Summary = diagnose.ResourceState, "this object is closed to the caller, or in another state than the one that works"
	object.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Read both objects and compare their state, owner and division"}}
	return diagnose.Blame(f, object)
}

func askDivisions(c *diagnose.Case) diagnose.Ask {
	return diagnose.Ask{What: "the caller's grants, each a role in a division: the answer of GET /api/v2/authorization/subjects/me",
		Run: get(c, "/api/v2/authorization/subjects/me"), Cost: 2,
		Answers: []diagnose.Answer{
			{If: "no grant with the permission names the division of the object", Then: "the role has to be granted there too"},
			{If: "one does, or grants reach all divisions (*)", Then: "the division is not the reason"}}}
}

// reachOf returns the divisions in which the caller holds what is needed: those of
// the grants that carry it, or of all grants where what they carry is not told and
// the permission is known to be held.
func reachOf(c *diagnose.Case, need diagnose.Requirement) ([]string, diagnose.Location, bool) {
	for _, k := range []diagnose.Known[[]diagnose.RoleGrant]{c.User.Grants, c.Client.Grants} {
		grants, ok := k.Get()
		if !ok {
			continue
		}
		var reach []string
		told := true
		for _, g := range grants {
			told = told && len(g.Permissions) > 0
			if len(need.Missing(g.Permissions, diagnose.PermissionCovers)) == 0 {
				reach = append(reach, g.Division.ID)
				if g.Division.Name != "" {
					reach = append(reach, g.Division.Name)
				}
			}
		}
		if told {
			return compact(reach), k.From(), true
		}
	}
	have, ok := held(c)
	if ok && len(need.Missing(have, diagnose.PermissionCovers)) > 0 {
		return nil, permissionsAt(c), true
	}
	reach, known := c.User.Divisions.Get()
	return compact(reach), c.User.Divisions.From(), ok && known
}

func compact(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return slices.DeleteFunc(slices.Compact(names), func(s string) bool { return s == "" })
}

// divisionsOf returns the divisions of the object: those the server named, else
// those that stand in the object.
func divisionsOf(c *diagnose.Case) ([]string, diagnose.Location) {
	if ids := compact(namedDivisions(c.Refusal)); len(ids) > 0 {
		return ids, placeOf(c, c.Refusal.PointsTo(diagnose.WrongDivision)[0])
	}
	type entity struct {
		ID string `json:"id"`
	}
	var o struct {
		Division   entity `json:"division"`
		DivisionID string `json:"divisionId"`
		Divisions  []struct {
			Division entity `json:"division"`
		} `json:"divisions"`
	}
	if json.Unmarshal([]byte(c.Resource.JSON), &o) != nil {
		return nil, diagnose.Location{}
	}
	ids := []string{o.Division.ID, o.DivisionID}
	for _, d := range o.Divisions {
		ids = append(ids, d.Division.ID)
	}
	for i := range ids {
		ids[i] = strings.TrimSpace(ids[i])
	}
	return compact(ids), c.Resource.At
}
