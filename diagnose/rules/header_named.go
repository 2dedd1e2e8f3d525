package rules

import "github.com/why403/why403/diagnose"

var headerNamed = diagnose.Checker{
	ID:    "header-named",
	Stage: diagnose.StageToken,
	Cause: diagnose.MissingHeader,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.RouteEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server misses a header, or cannot read the content type",
		Why: `A header that the server insists on was not sent or not in its form: Authorization, an API key, a version, a User-Agent, Content-Type. ` +
			`Token endpoints want the client's id and secret in a Basic header and answer invalid_client where they come as form fields.`,
		Fix:  `The developer sends the header that the server names. Redirects to another host drop Authorization in most clients: call the final host.`,
		Tell: `Nothing about the caller is wrong: the same token with the header gets through.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/me"},
 "response": {"status": 401, "body": {"message": "No authentication bearer token specified in authorization header.", "code": "authentication.required", "status": 401}}}`,
		Since: "v0.1",
	},
	Check: checkHeaderNamed,
}

func checkHeaderNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.MissingHeader, "the server misses a header, or cannot read the content type")
	if !ok {
		return unnamed(c, diagnose.StageToken)
	}
	if len(f.Fixes) == 0 {
		f.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send the header that the server names, in the form its documentation gives; look at the request as it left the machine", Run: "curl -v …the call…"}}
	}
	return diagnose.Blame(f)
}
