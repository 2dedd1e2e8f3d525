package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// cloudflareAPI reads Cloudflare's own management API, which is not its edge.
var cloudflareAPI = platform{
	name: "cloudflare-api",
	wrote: func(s *answer) bool {
		return s.onHost("api.cloudflare.com") || s.json.has("success", "errors", "messages", "result") ||
			s.form == textForm && (s.says("cloudflare api") || s.quotes("X-Auth-Key", "Authentication error (10000)", "Unauthorized to access requested resource (9109)", "Invalid request headers (6003)"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the envelope of Cloudflare's API"
		if s.says("cannot use the access token from location") {
			add(r, diagnose.IPAllowlist, diagnose.Certain, s.messageAt, "the token is limited to other addresses").Fixes =
				[]diagnose.Fix{{By: diagnose.Admin, Where: "Cloudflare › My Profile › API Tokens › the token › Client IP Address Filtering", Do: "Add the caller's address"}}
			return
		}
		if s.says("invalid access token") { // 9109, too
			add(r, diagnose.BadToken, diagnose.Certain, s.messageAt, "the server says: "+short(s.message)).Detail = "The token is unknown, rolled or deleted, or a global key was sent as a token."
			return
		}
		known(s, r, cloudflareAPICodes[:], s.json.at("errors", "0", "code").str(), s.code, lastInParentheses(s.text))
	},
}

// lastInParentheses is what stands in the last parentheses of a text: Cloudflare's Go
// client puts the code there.
func lastInParentheses(text string) string {
	inside, _, _ := strings.Cut(text[strings.LastIndexByte(text, '(')+1:], ")")
	return inside
}

var cloudflareAPICodes = [...]meaning{
	{"9109", diagnose.MissingPermission, diagnose.Likely, "The token lacks the permission, or does not include this account or zone.", diagnose.Fix{By: diagnose.Admin, Where: "Cloudflare › My Profile › API Tokens", Do: "Add the permission and the account or zone to the token"}},
	{"10000", diagnose.MissingPermission, diagnose.Likely, "Cloudflare says \"Authentication error\" for a valid token without the permission, too.", diagnose.Fix{By: diagnose.Admin, Where: "Cloudflare › My Profile › API Tokens", Do: "Check the token's permissions and its accounts and zones", Run: `curl -H "Authorization: Bearer $TOKEN" https://api.cloudflare.com/client/v4/user/tokens/verify`}},
	{"10042", diagnose.FeatureOff, diagnose.Certain, "R2 is not enabled for the account.", diagnose.Fix{By: diagnose.Admin, Where: "Cloudflare › R2", Do: "Enable R2, which wants a way of payment"}},
	{"1038", diagnose.FeatureOff, diagnose.Certain, "The API does not serve free top-level domains; the dashboard does.", diagnose.Fix{}},
	{"1000", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"6003", diagnose.BadToken, diagnose.Certain, "The authorisation headers are malformed; a key and a token go into different headers.", diagnose.Fix{}},
	{"9103", diagnose.BadToken, diagnose.Certain, "The global key, or the e-mail address of its user, is wrong.", diagnose.Fix{By: diagnose.Developer, Do: "Send an API token as Authorization: Bearer instead of key and address"}},
	{"9106", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
}
