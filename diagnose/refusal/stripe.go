package refusal

import "github.com/why403/why403/diagnose"

// stripe reads Stripe's API.
var stripe = platform{
	name: "stripe",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("api.stripe.com") || s.json.at("error", "type").str() == "invalid_request_error" && (s.headerHas("Request-Id", "req_") || s.says("the provided key")))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Stripe's API"
		if !known(s, r, stripeCodes[:], s.code) {
			readSentences(s, r, stripeSentences[:])
		}
	},
}

var stripeCodes = [...]meaning{
	{"secret_key_required", diagnose.BadToken, diagnose.Certain, "A publishable key was used where a secret one is needed.", diagnose.Fix{}},
	{"api_key_expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"account_invalid", diagnose.WrongOrg, diagnose.Likely, "The key does not reach the account in Stripe-Account.", diagnose.Fix{}},
	{"testmode_charges_only", diagnose.FeatureOff, diagnose.Certain, "The account is not activated for live calls.", diagnose.Fix{}},
	{"livemode_mismatch", diagnose.WrongRegion, diagnose.Certain, "Test and live keys and objects do not mix.", diagnose.Fix{}},
	{"platform_api_key_expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"rate_limit", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}

var stripeSentences = [...]meaning{
	{"does not have the required permissions", diagnose.MissingPermission, diagnose.Certain, "The restricted key lacks a permission; the message names it.", diagnose.Fix{}},
	{"does not have access to account", diagnose.WrongOrg, diagnose.Likely, "", diagnose.Fix{}},
	{"invalid api key", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"raw card", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
}
