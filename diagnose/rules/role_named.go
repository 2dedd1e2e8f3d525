package rules

import "github.com/why403/why403/diagnose"

var roleNamed = diagnose.Checker{
	ID:    "role-named",
	Stage: diagnose.StagePermission,
	Cause: diagnose.MissingRole,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.UserEvidence | diagnose.TokenEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title:   "server says that a role or group membership is missing",
		Why:     `The refusal speaks of a role, a group, an administrator or a profile instead of a single permission. Application servers that guard by role answer so.`,
		Fix:     `An administrator gives the caller the role; tokens that carry roles as claims have to be issued anew.`,
		Tell:    `Where the server names a permission, any role that carries it will do. Where it names a role, only that one does.`,
		Example: `{"request": {"method": "GET", "url": "https://shop.example.com/api/reports"}, "response": {"status": 403, "body": {"message": "User does not have the required role: REPORT_ADMIN"}}}`,
		Since:   "v0.1",
	},
	Check: checkRoleNamed,
}

func checkRoleNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.MissingRole, "the server says that the caller lacks a role")
	if !ok {
		return unnamed(c, diagnose.StagePermission)
	}
	have, known := c.User.Roles.Get()
	if !known {
		have, known = c.Token.Roles.Get()
	}
	if known && f.Have == nil {
		f.Have = have
	}
	what := "the role that the server names"
	if !f.Need.Empty() {
		what = "the role " + f.Need.Names[0]
		f.Summary = "the caller lacks role " + words(f.Need)
	}
	f.Fixes = beside(f.Fixes, diagnose.Fix{By: diagnose.Admin, Do: "Give the caller " + what + ", and have a new token issued where roles travel in it"})
	if known && !f.Need.Empty() && len(f.Need.Missing(have, diagnose.NameCovers)) == 0 {
		lower(&f, diagnose.Possible, "The caller holds the role by now; the token may be older than the role.")
		return diagnose.Blame(f).AndDisagree(clash("whether the role is held", "the server", "it is missing", "the caller's roles", "it is held"))
	}
	settle(&f, somebodyElse)
	return diagnose.Blame(f)
}
