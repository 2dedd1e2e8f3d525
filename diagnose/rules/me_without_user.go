package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

var meWithoutUser = diagnose.Checker{
	ID:    "me-without-user",
	Stage: diagnose.StageGrant,
	Cause: diagnose.NeedsUserContext,
	Needs: diagnose.RequestEvidence | diagnose.RefusalEvidence,
	May:   diagnose.ClientEvidence | diagnose.TokenEvidence | diagnose.RouteEvidence,
	Doc: diagnose.Doc{
		Title: "path says \"me\" and nobody stands behind the token",
		Why:   `"me", "mine" or "self" in a path means whoever is signed in. A token of the client-credentials grant, or an application token, has nobody to mean.`,
		Fix:   `The developer signs a user in, or calls the sibling path that takes the user's id.`,
		Tell:  `The same token reads users/{id}. With a user's token, a refusal on "me" is scope or permission.`,
		Example: `{"request": {"method": "GET", "url": "https://forum.example.com/api/core/me"}, "client": {"grant": "client_credentials"},
 "response": {"status": 403, "body": "NO_PERMISSION"}}`,
		Since: "v0.1",
	},
	Check: checkMeWithoutUser,
}

func checkMeWithoutUser(c *diagnose.Case) diagnose.Verdict {
	u, _ := c.Request.URL.Get()
	segment, asID := "", false
	for part := range strings.SplitSeq(u.Path, "/") {
		if p := strings.ToLower(part); p == "me" || p == "mine" || p == "self" || p == "@me" {
			segment = part
		}
	}
	for _, v := range c.Route.Params {
		asID = asID || v == segment
	}
	switch {
	case segment == "":
		return diagnose.Clear("the path does not mean the caller's own self")
	case c.Route.Operation != nil && !asID:
		return diagnose.Abstain("the catalog says itself whether this operation needs a user")
	case !byClient(c):
		return diagnose.Abstain("nothing says that nobody stands behind the token")
	}
	if p, ok := decisive(c.Refusal); ok && p.Cause != diagnose.NeedsUserContext {
		return diagnose.Abstain("the server gives another reason: %s", p.Says)
	}
	return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Likely,
		Summary: "the path means the signed-in user, and nobody stands behind the token",
		Evidence: []diagnose.Statement{{At: c.Request.URL.From(), Says: "the path holds " + segment},
			{At: c.Client.Grant.From(), Says: "the grant is client credentials"}},
		Fixes: []diagnose.Fix{signIn(c), {By: diagnose.Developer, Do: "Or call the path that takes the user's id in place of " + segment}}})
}
