package refusal

import "github.com/why403/why403/diagnose"

// notion reads Notion's API.
var notion = platform{
	name: "notion",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("api.notion.com") || s.json.at("object").str() == "error" && s.json.has("code", "status"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Notion's API"
		if s.says("restricted from accessing the public api") {
			add(r, diagnose.ConsentMissing, diagnose.Likely, s.messageAt, "the server says: "+short(s.message)).Detail = "The workspace, or the plan, does not let this user use the API; the token itself is good."
			return
		}
		known(s, r, notionCodes[:], s.code)
	},
}

var notionCodes = [...]meaning{
	{"restricted_resource", diagnose.MissingPermission, diagnose.Likely, "The integration lacks a capability, or was not given the page.", diagnose.Fix{}},
	{"object_not_found", diagnose.ResourceState, diagnose.Likely, "The page does not exist, or was not shared with the integration.", diagnose.Fix{}},
	{"unauthorized", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"rate_limited", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
