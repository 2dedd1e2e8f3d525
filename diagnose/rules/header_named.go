package rules

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

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
	points := c.Refusal.PointsTo(diagnose.MissingHeader)
	if len(points) == 0 {
		return unnamed(c, diagnose.StageToken)
	}
	what, do, run := misses(c, points[0])
	f, _ := named(c, diagnose.MissingHeader, "the server "+what)
	if len(f.Fixes) == 0 {
		f.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: do + "; look at the request as it left the machine", Run: run}}
	}
	settle(&f, asSent)
	return diagnose.Blame(f)
}

// misses says what the server misses, as far as its words tell a kind of header from
// another, and what to do about it.
func misses(c *diagnose.Case, p diagnose.Point) (what, do, run string) {
	said := strings.ToLower(c.Refusal.Code.Or("") + " " + c.Refusal.Message.Or("") + " " + p.Says + " " + p.Detail)
	among := func(words ...string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(said, w) })
	}
	run = "curl -v …the call…"
	switch {
	case among("content-type", "content type", "media type", "media.type", " as json", " in json"):
		return "cannot read the content type of the request", "Send the body in the form that the API reads, and name that form in Content-Type", run
	case among("user-agent", "user agent"):
		return "wants a User-Agent that names the program", "Send a User-Agent that names the program, with an address to reach you by", run
	case among("certificate"):
		return "saw no client certificate", "Present the client certificate that was issued for the API, with its key", "curl -v --cert client.pem --key client.key …the call…"
	case among("token", "credential", "authenticat", "authoriz", "anonymous", "logged in", "log in", "login", "sign in", "api key", "apikey", "api-key"):
		return "saw no credentials, or none in the form it reads", "Send the credentials in the header that the API's documentation names; redirects, proxies and empty variables lose them", run
	}
	return "misses a header or parameter that it insists on", "Send what the server names, in the form that the API's documentation gives", run
}
