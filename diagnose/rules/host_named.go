package rules

import "github.com/why403/why403/diagnose"

var hostNamed = diagnose.Checker{
	ID:    "host-named",
	Stage: diagnose.StageAddress,
	Cause: diagnose.WrongRegion,
	Needs: diagnose.RefusalEvidence,
	May:   diagnose.RequestEvidence | diagnose.RouteEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "server says that the call went to the wrong host or region",
		Why: `The organisation, the project or the bucket lives elsewhere. Storage names the right region, identity providers the right authority, ` +
			`Genesys Cloud simply does not know the client or the token of another region.`,
		Fix: `The developer sets the region's host, for the login and for the API alike.`,
		Tell: `With the right token for the wrong region every call is refused, GET users/me too. ` +
			`A wrong audience is about whom the token was made for, a wrong host about where it was sent.`,
		Example: `{"request": {"method": "GET", "url": "https://acme-logs.s3.us-east-1.amazonaws.com/a"},
 "response": {"status": 400, "body": "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The authorization header is malformed; the region 'us-east-1' is wrong; expecting 'eu-central-1'</Message><Region>eu-central-1</Region></Error>"}}`,
		Since: "v0.1",
	},
	Check: checkHostNamed,
}

func checkHostNamed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.WrongRegion, "the call went to the wrong host or region")
	if !ok {
		return unnamed(c, diagnose.StageAddress)
	}
	fix := diagnose.Fix{By: diagnose.Developer, Do: "Send login and calls to the hosts of the region where the organisation lives"}
	if onGenesys(c) {
		fix.Do = "Set the SDK's environment to the organisation's region, which its web address shows, so that login and API hosts belong together"
	}
	f.Fixes = beside(f.Fixes, fix)
	if host := c.Request.URL.Or(diagnose.URL{}).Host; host != "" && f.Have == nil {
		f.Have = []string{host}
	}
	return diagnose.Blame(f)
}
