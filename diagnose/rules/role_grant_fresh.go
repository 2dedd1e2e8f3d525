package rules

import (
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
	grants := append(c.User.Grants.Or(nil), c.Client.Grants.Or(nil)...)
	if len(grants) == 0 {
		return diagnose.Abstain("it is not known when the caller's roles were granted")
	}
	from := c.User.Grants.From()
	if from == (diagnose.Location{}) {
		from = c.Client.Grants.From()
	}
	for _, g := range grants {
		made, known := g.Made.Get()
		if !known || made.After(at) || at.Sub(made) > settling {
			continue
		}
		says := "role " + g.Role.Name + " was granted " + at.Sub(made).Round(time.Second).String() + " before the call"
		return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Possible, Summary: says + ", which may not have taken effect",
			Evidence: []diagnose.Statement{{At: from, Says: says}},
			Settle:   diagnose.Ask{What: "the answer to the same call a quarter of an hour later, with a new token", Cost: 2},
			Fixes:    []diagnose.Fix{{By: diagnose.Developer, Do: "Wait a quarter of an hour, get a new token and repeat the call before changing anything else"}}})
	}
	return diagnose.Clear("no role was granted within %s before the call", settling)
}
