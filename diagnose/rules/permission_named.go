package rules

import "github.com/why403/why403/diagnose"

var permissionNamed = diagnose.Checker{
	ID:    "permission-named",
	Stage: diagnose.StagePermission,
	Cause: diagnose.MissingPermission,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.RouteEvidence | diagnose.UserEvidence | diagnose.ClientEvidence | diagnose.TokenEvidence | diagnose.BodyEvidence | diagnose.OfferEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server says that a permission is missing",
		Why: `The refusal names what the caller may not do: missing.permissions (all are needed) and missing.any.permissions (one is enough) on Genesys Cloud, ` +
			`the action on AWS, verb and resource on Kubernetes, the accepted permission on GitHub. Where it names nothing usable, the operation's published requirement stands in, and the report says so.`,
		Fix: `An administrator gives the caller a role that carries the permission: the user's for a user's token, the OAuth client's for client credentials. ` +
			`An existing role with little else in it before a new one, one permission before a wildcard.`,
		Tell: `Another user with the same client gets through. A missing scope hits every user of the client. ` +
			`A permission that is held already, without division limits, is the vendor's contradiction.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"},
 "response": {"status": 403, "body": {"message": "Unable to perform the requested action. You must have at least one of the following permissions assigned: [routing:queue:view]", "code": "missing.any.permissions", "status": 403}}}`,
		Since: "v0.1",
	},
	Check: checkPermissionNamed,
}

func checkPermissionNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.MissingPermission, "the server says that the caller lacks a permission")
	if !ok {
		return noPermissionNamed(c)
	}
	if onGenesys(c) && bareRefusal(c) && ofAParticipant(c) {
		return diagnose.Abstain("the refusal names no permission, and is about one participant")
	}
	if p := c.Refusal.PointsTo(diagnose.MissingPermission)[0]; !p.Need.Empty() {
		f.Summary = "the caller lacks permission " + words(p.Need)
	} else if p.Action != "" {
		f.Summary = "the caller may not " + p.Action
	}
	var clashes []diagnose.Disagreement
	op := c.Route.Operation
	switch {
	case op == nil || op.Permissions.Empty():
	case f.Need.Empty():
		f.Need = op.Permissions
		lower(&f, diagnose.Likely, "The server does not say which permission; the catalog lists "+op.Permissions.String()+" for "+op.ID+", so the name is inferred.")
		f.Summary = "the caller lacks a permission, most likely " + op.Permissions.String()
	case unlistedPermission(f.Need.Names, op.Permissions.Names):
		clashes = append(clashes, clash("which permission the operation needs", "the server", f.Need.String(), "the catalog", op.Permissions.String()))
	}
	if have, known := held(c); known {
		f.Have = have
		if !f.Need.Empty() && len(f.Need.Missing(have, diagnose.PermissionCovers)) == 0 {
			if !c.Refusal.PointsTo(diagnose.MissingPermission)[0].Need.Empty() {
				clashes = append(clashes, clash("whether the permission is held", "the server", "it is missing", "the caller's roles", "it is held"))
			}
			return diagnose.Clear("the caller holds %s", f.Need).AndDisagree(clashes...)
		}
	}
	if absent := notOffered(c, f.Need); len(absent) > 0 {
		lower(&f, diagnose.Likely, "The organisation cannot give "+list(absent, "or")+": see to the licence first.")
	}
	if onGenesys(c) {
		f.Fixes = nil // ours know who called
	}
	if len(f.Fixes) == 0 {
		f.Fixes = permissionFixes(c, f.Need)
	}
	if onGenesys(c) && byClient(c) {
		f.Avoid = append(f.Avoid, "Do not add scopes to a client-credentials client: they have no effect.")
	}
	settle(&f, settlePermission(c))
	return diagnose.Blame(f).AndDisagree(clashes...)
}

// noPermissionNamed asks somebody else to try, where neither the server nor the
// catalog says what the call needs.
func noPermissionNamed(c *diagnose.Case) diagnose.Verdict {
	v := unnamed(c, diagnose.StagePermission)
	if v.Outcome != diagnose.Abstained || !spoken(c) || len(c.Refusal.Points) > 0 || c.Route.Operation != nil {
		return v
	}
	return v.AndBring(somebodyElse)
}

// settlePermission asks for the caller's rights where it is known which are needed.
func settlePermission(c *diagnose.Case) diagnose.Ask {
	switch signed, _, _ := signature(c.Request.URL.Or(diagnose.URL{}).Query); {
	case signed:
		return askStorage
	case onGenesys(c) && c.Route.Operation != nil:
		return askPermissions(c)
	}
	return somebodyElse
}

func unlistedPermission(names, list []string) bool {
	for _, n := range names {
		for _, l := range list {
			if diagnose.PermissionCovers(l, n) || diagnose.PermissionCovers(n, l) {
				return false
			}
		}
	}
	return true
}

// permissionFixes says who gives which permission to whom, the least that is enough.
func permissionFixes(c *diagnose.Case, need diagnose.Requirement) []diagnose.Fix {
	what, alone, unlicensed := "the permission", "that permission", ""
	if !need.Empty() {
		names := enough(c, need)
		what, alone = list(names, "and"), these(names, alone, "these permissions")
		unlicensed = "; where the role editor does not offer " + these(names, "it", "them") + ", the organisation has no licence for " + these(names, "it", "them")
		if len(names) < len(need.Names) {
			what += " (any one of those listed is enough)"
		}
	}
	if !onGenesys(c) {
		return []diagnose.Fix{{By: diagnose.Admin, Do: "Give the caller " + what + ", on this object and no wider"}}
	}
	fix := diagnose.Fix{By: diagnose.Admin, Where: "Admin › People & Permissions › Roles / Permissions", Change: grantOf(c, need, nil),
		Do: "Assign the user a role that carries " + what}
	switch {
	case callerUnknown(c):
		fix.Do = "Assign the user, or the OAuth client where it signs in by itself, a role that carries " + what
	case byClient(c):
		fix.Where = "Admin › Integrations › OAuth › the client › Roles"
		fix.Do = "Assign the OAuth client a role that carries " + what + ", in the division it works in"
	}
	fix.Do += ": an existing role with little else in it, or else a new one with " + alone + " alone" + unlicensed
	return []diagnose.Fix{fix}
}
