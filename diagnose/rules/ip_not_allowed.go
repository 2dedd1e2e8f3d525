package rules

import "github.com/why403/why403/diagnose"

var ipNotAllowed = diagnose.Checker{
	ID:    "ip-not-allowed",
	Stage: diagnose.StageAnswerer,
	Cause: diagnose.IPAllowlist,
	Needs: diagnose.RefusalEvidence,
	Bring: &wholeResponse,
	Doc: diagnose.Doc{
		Title: "caller's network address is not on an allow list",
		Why: `The organisation, or the OAuth client, takes calls from listed address ranges only, and this one came from elsewhere: ` +
			`a new egress address, a VPN that is off, a cloud function without a fixed address. ` +
			`Genesys Cloud answers 401 ip.not.authorized, GitHub 403 with "IP allow list", Microsoft Entra AADSTS53003 by conditional access.`,
		Fix:  `The administrator adds the range to the list, or the network people send the calls out by an address that is on it.`,
		Tell: `The same token works from another network. A firewall in front of the API answers with an HTML page, an allow list in the API's own words.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.de/api/v2/users/me"},
 "response": {"status": 401, "body": {"message": "Requests originating from this IP address are not allowed.", "code": "ip.not.authorized", "status": 401}}}`,
		Since: "v0.1",
	},
	Check: checkIPNotAllowed,
}

func checkIPNotAllowed(c *diagnose.Case) diagnose.Verdict {
	f, ok := named(c, diagnose.IPAllowlist, "the server does not take calls from the caller's network address")
	if !ok {
		return unnamed(c, diagnose.StageAnswerer)
	}
	add := diagnose.Fix{By: diagnose.Admin, Where: "the organisation's or application's list of allowed addresses",
		Do: "Add the public address that the calls leave the network by, as a range no wider than needed"}
	if onGenesys(c) {
		add.Where = "Admin › Organization Settings › IP Allowlist, and Admin › Integrations › OAuth › the client"
		add.Change = &diagnose.Change{Kind: diagnose.AllowAddress}
	}
	f.Fixes = beside(f.Fixes, add,
		diagnose.Fix{By: diagnose.Network, Do: "Send the calls out by an address that is on the list, and find out which one they use now", Run: "curl -s https://checkip.amazonaws.com"})
	f.Avoid = []string{"Do not open the list to every address."}
	settle(&f, otherNetwork)
	return diagnose.Blame(f)
}
