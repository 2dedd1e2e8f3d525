package rules

import "github.com/why403/why403/diagnose"

var pathNamed = diagnose.Checker{
	ID:    "path-named",
	Stage: diagnose.StageAddress,
	Cause: diagnose.EndpointNotPublished,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RouteEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server or gateway says that there is no such path",
		Why: `The address leads nowhere. Gateways that check the signature or the key before the path answer 403 for it: ` +
			`AWS API Gateway says "Missing Authentication Token" where no route matches.`,
		Fix:  `The developer compares the path, its version and its stage with the API's description.`,
		Tell: `A 404 for an object that does not exist names the object; a missing route names nothing, and is the same for every token.`,
		Example: `{"request": {"method": "GET", "url": "https://a1b2c3.execute-api.eu-west-1.amazonaws.com/prod/order"},
 "response": {"status": 403, "headers": {"x-amzn-ErrorType": "MissingAuthenticationTokenException"}, "body": {"message": "Missing Authentication Token"}}}`,
		Since: "v0.1",
	},
	Check: checkPathNamed,
}

func checkPathNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.EndpointNotPublished, "the server knows no such path")
	if !ok {
		return unnamed(c, diagnose.StageAddress)
	}
	f.Fixes = beside(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: "Compare the path letter by letter, with version and stage, with the API's description"})
	if op := c.Route.Operation; op != nil && op.Source == diagnose.Published {
		lower(&f, diagnose.Likely, "The catalog publishes this very path as "+op.ID+", so a gateway or a region may lack it.")
		return diagnose.Blame(f).AndDisagree(clash("whether the path exists", "the server", "there is no such path", "the catalog", "it is "+op.ID))
	}
	return diagnose.Blame(f)
}
