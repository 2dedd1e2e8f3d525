package refusal

import "github.com/why403/why403/diagnose"

// twilio reads Twilio's API, whose codes are five digits.
var twilio = platform{
	name: "twilio",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("twilio.com") || s.json.has("code", "message", "more_info", "status") || s.json.has("code", "message", "status") && lookup(twilioCodes[:], s.code) != nil)
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Twilio's API"
		known(s, r, twilioCodes[:], s.code)
	},
}

var twilioCodes = [...]meaning{
	{"20003", diagnose.BadToken, diagnose.Likely, "Account SID and auth token do not fit, or the account is suspended.", diagnose.Fix{}},
	{"20005", diagnose.ClientDisabled, diagnose.Certain, "The account is not active.", diagnose.Fix{}},
	{"20006", diagnose.MissingPermission, diagnose.Likely, "The credentials may not do this.", diagnose.Fix{}},
	{"20008", diagnose.FeatureOff, diagnose.Certain, "Test credentials cannot do this.", diagnose.Fix{}},
	{"20104", diagnose.ExpiredToken, diagnose.Certain, "The access token is expired.", diagnose.Fix{}},
	{"20101", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"20403", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"20429", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"21608", diagnose.FeatureOff, diagnose.Certain, "A trial account reaches verified numbers only.", diagnose.Fix{}},
	{"21408", diagnose.FeatureOff, diagnose.Certain, "The destination region is not enabled.", diagnose.Fix{}},
	{"20426", diagnose.WrongRegion, diagnose.Likely, "", diagnose.Fix{}},
	{"70051", diagnose.MissingPermission, diagnose.Certain, "The API key lacks the permission.", diagnose.Fix{}},
}
