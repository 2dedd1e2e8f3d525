package rules

import (
	"slices"

	"github.com/why403/why403/diagnose"
)

var methodWrong = diagnose.Checker{
	ID:    "method-wrong",
	Stage: diagnose.StageAddress,
	Cause: diagnose.WrongMethod,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | diagnose.RefusalEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title:   "path is published, but not with this method",
		Why:     `The path is one of the platform's; GET, POST, PUT, PATCH or DELETE is not among its methods. Servers answer 405, and some 403 or 404.`,
		Fix:     `The developer uses one of the methods the path has; an update is PATCH on some objects and PUT on others.`,
		Tell:    `It is the same for every token. A wrong path is endpoint-not-published.`,
		Example: `{"request": {"method": "DELETE", "url": "https://api.mypurecloud.com/api/v2/users/me"}, "response": {"status": 403}}`,
		Since:   "v0.1",
	},
	Check: checkMethodWrong,
}

func checkMethodWrong(c *diagnose.Case) diagnose.Verdict {
	method := c.Request.Method.Or("")
	switch c.Route.Kind {
	case diagnose.RouteFound:
		return diagnose.Clear("%s is a method of this path", c.Route.Operation.Method)
	case diagnose.RouteNoSuchPath:
		return diagnose.Clear("it does not apply: the path itself is not known")
	case diagnose.RouteUnknown:
		if len(c.Route.Methods) > 0 {
			return diagnose.Abstain("the method of the call was not shown").
				AndBring(diagnose.Ask{What: "the method of the call: one of " + list(c.Route.Methods, "or") + "?", Run: "curl -v …the call…", Cost: 1})
		}
		return diagnose.Abstain("the catalog does not cover this address")
	}
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   "the path does not take " + method + "; it takes " + list(c.Route.Methods, "and"),
		Evidence:  []diagnose.Statement{{At: c.Request.Method.From(), Says: "the call is a " + method}, {Says: "the catalog lists " + list(c.Route.Methods, "and") + " for this path"}},
	}
	if c.Refusal.Status.Or(0) == 405 {
		f.Certainty = diagnose.Certain
	}
	f.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: useMethod(c.Route)}}
	return diagnose.Blame(f)
}

// useMethod names the operations that the path has: one to use, or several to choose
// from, since one that reads is no substitute for one that deletes.
func useMethod(r *diagnose.Route) string {
	var ops []*diagnose.Operation
	for _, op := range r.Nearest {
		if slices.Contains(r.Methods, op.Method) {
			ops = append(ops, op)
		}
	}
	switch len(ops) {
	case 0:
		return "Use " + list(r.Methods, "or") + " on this path, whichever does what is meant"
	case 1:
		return "Use " + ops[0].Method + " " + ops[0].Path + " (" + ops[0].ID + ")"
	}
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = op.Method + " (" + op.ID + ")"
	}
	return "Use the method that does what is meant: " + list(names, "or") + " on " + ops[0].Path
}
