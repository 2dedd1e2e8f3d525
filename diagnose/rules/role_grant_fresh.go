package rules

import (
	"slices"
	"time"

	"github.com/why403/why403/diagnose"
)

// settling is how long a new grant may take until every part of the platform
// knows of it; minutes as a rule.
const settling = 15 * time.Minute

var roleGrantFresh = diagnose.Checker{
	ID:    "role-grant-fresh",
	Stage: diagnose.StageObject,
	Cause: diagnose.Other,
	Needs: diagnose.RefusalEvidence | diagnose.ClockEvidence,
	May:   diagnose.UserEvidence | diagnose.ClientEvidence,
	Doc: diagnose.Doc{
		Title: "role was granted minutes before the call",
		Why:   `A change of roles takes minutes until every part of the platform knows of it. A call in between is refused although the role editor shows the role.`,
		Fix:   `Wait a quarter of an hour, get a new token, and repeat the call before changing anything else.`,
		Tell:  `The same call succeeds later without any change. A refusal that stays has another reason.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"}, "response": {"status": 403}, "at": "2026-03-01T10:05:00Z",
 "user": {"id": "88888888-aaaa-4bbb-8ccc-000000000008", "name": "Robin Sample", "grants": [{"role": {"id": "r1", "name": "Queue Reader", "policies": [{"domain": "routing", "entityName": "queue", "actions": ["view"]}]}, "division": {"id": "*", "name": "all"}, "grantMadeAt": "2026-03-01T10:02:00Z"}]}}`,
		Since: "v0.1",
	},
	Check: checkRoleGrantFresh,
}

func checkRoleGrantFresh(c *diagnose.Case) diagnose.Verdict {
	at, _ := c.At.Get()
	grants := grantsOf(c)
	if len(grants) == 0 {
		return diagnose.Abstain("it is not known when the caller's roles were granted")
	}
	fresh, settled := splitByAge(grants, at)
	if len(fresh) == 0 {
		return diagnose.Clear("no role was granted within %s before the call", settling)
	}
	from := c.User.Grants.From()
	if from == (diagnose.Location{}) {
		from = c.Client.Grants.From()
	}
	says := "role " + fresh[0].Role.Name + " was granted " + at.Sub(fresh[0].Made.Or(at)).Round(time.Second).String() + " before the call"
	f := diagnose.Finding{Certainty: diagnose.Possible, Summary: says + ", which may not have taken effect",
		Evidence: []diagnose.Statement{{At: from, Says: says}},
		Settle:   diagnose.Ask{What: "the answer to the same call a quarter of an hour later, with a new token", Cost: 2},
		Fixes:    []diagnose.Fix{{By: diagnose.Developer, Do: "Wait a quarter of an hour, get a new token and repeat the call before changing anything else"}}}
	if p := c.Refusal.PointsTo(diagnose.MissingPermission); len(p) > 0 && broughtBy(p[0].Need, fresh, settled) {
		f.Certainty = diagnose.Likely
		also(&f, "The server misses "+words(p[0].Need)+", which only that grant brings.")
	}
	return diagnose.Blame(f)
}

func grantsOf(c *diagnose.Case) []diagnose.RoleGrant {
	return slices.Concat(c.User.Grants.Or(nil), c.Client.Grants.Or(nil))
}

// splitByAge parts the grants that were made within settling before at from the others.
func splitByAge(grants []diagnose.RoleGrant, at time.Time) (fresh, settled []diagnose.RoleGrant) {
	for _, g := range grants {
		if made, known := g.Made.Get(); known && !made.After(at) && at.Sub(made) <= settling {
			fresh = append(fresh, g)
		} else {
			settled = append(settled, g)
		}
	}
	return fresh, settled
}

// broughtBy says whether the fresh grants carry what is needed and the settled do not.
func broughtBy(need diagnose.Requirement, fresh, settled []diagnose.RoleGrant) bool {
	lacks := func(grants []diagnose.RoleGrant) bool {
		var have []string
		for _, g := range grants {
			have = append(have, g.Permissions...)
		}
		return len(need.Missing(have, diagnose.PermissionCovers)) > 0
	}
	return !need.Empty() && lacks(settled) && !lacks(slices.Concat(settled, fresh))
}
