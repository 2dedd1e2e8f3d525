package refusal

import "github.com/why403/why403/diagnose"

// tiktok reads TikTok's API, whose error has a code in words and a log_id.
var tiktok = platform{
	name: "tiktok",
	wrote: func(s *answer) bool {
		return s.onHost("tiktokapis.com", "tiktok.com") && s.form == jsonForm || s.json.at("error").has("code", "log_id")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of TikTok's API"
		known(s, r, tiktokCodes[:], s.json.at("error", "code").str())
	},
}

var tiktokCodes = [...]meaning{
	{"scope_not_authorized", diagnose.MissingScope, diagnose.Certain, "The user has not granted the scope, or the app was not approved for it.", diagnose.Fix{By: diagnose.Developer, Do: "Ask for the scope, and have the user authorise again"}},
	{"scope_permission_missed", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{}},
	{"access_token_invalid", diagnose.BadToken, diagnose.Likely, "The token is expired or not valid.", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
	{"unaudited_client_can_only_post_to_private_accounts", diagnose.ConsentMissing, diagnose.Certain, "Until TikTok has audited the app it posts only to private accounts, for its owner to see.", diagnose.Fix{By: diagnose.Developer, Do: "Have the app audited, or post as visible to the owner only"}},
	{"url_ownership_unverified", diagnose.ResourceState, diagnose.Certain, "The domain that the file is to be pulled from is not verified.", diagnose.Fix{By: diagnose.Developer, Do: "Verify the domain or URL prefix in the developer portal"}},
	{"privacy_level_option_mismatch", diagnose.PayloadSemantics, diagnose.Certain, "", diagnose.Fix{}},
	{"spam_risk_too_many_posts", diagnose.RateLimited, diagnose.Certain, "The user's posts of the day are used up.", diagnose.Fix{}},
	{"spam_risk_too_many_pending_share", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"spam_risk_user_banned_from_posting", diagnose.ClientDisabled, diagnose.Certain, "The user is barred from posting.", diagnose.Fix{}},
	{"reached_active_user_cap", diagnose.RateLimited, diagnose.Certain, "The app's users of the day are used up.", diagnose.Fix{}},
	{"rate_limit_exceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
