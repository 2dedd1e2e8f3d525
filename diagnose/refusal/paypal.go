package refusal

import "github.com/why403/why403/diagnose"

// paypal reads PayPal's REST APIs: a name for the kind of error, and issues that
// say more.
var paypal = platform{
	name: "paypal",
	wrote: func(s *answer) bool {
		return s.onHost("paypal.com") && s.form == jsonForm || s.json.has("name", "debug_id")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of PayPal's API"
		name, issue := s.json.at("name").str(), s.json.at("details", "0", "issue").str()
		s.codeAt = s.where("name")
		if name != "" {
			r.Code = diagnose.Know(name, s.codeAt)
		}
		if m := lookup(paypalCodes[:], issue); m != nil {
			at := s.where("details", "0", "issue")
			p := mean(r, m, at)
			p.Says = "issue " + issue
			return
		}
		known(s, r, paypalCodes[:], name)
	},
}

var paypalCodes = [...]meaning{
	{"NOT_AUTHORIZED", diagnose.MissingPermission, diagnose.Likely, "The app lacks the feature or scope, or the call is about somebody else's object.",
		diagnose.Fix{By: diagnose.Developer, Where: "PayPal › Developer Dashboard › Apps & Credentials › the app › Features", Do: "Enable the feature, then get a new token: an old one keeps its scopes"}},
	{"PERMISSION_DENIED", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"PERMISSION_NOT_GRANTED", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"REQUIRED_SCOPE_MISSING", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{}},
	{"CONSENT_NEEDED", diagnose.ConsentMissing, diagnose.Certain, "The merchant has not given the partner this permission.", diagnose.Fix{}},
	{"PAYEE_NOT_CONSENTED", diagnose.ConsentMissing, diagnose.Certain, "", diagnose.Fix{}},
	{"NOT_ELIGIBLE_FOR_TOKEN_PROCESSING", diagnose.FeatureOff, diagnose.Certain, "The account is not enabled for this kind of token.", diagnose.Fix{By: diagnose.Vendor, Do: "Ask PayPal to enable it"}},
	{"PAYEE_NOT_ENABLED_FOR_CARD_PROCESSING", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"NOT_ENABLED_FOR_CARD_PROCESSING", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"NOT_ENABLED_TO_VAULT_PAYMENT_SOURCE", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"PAYEE_ACCOUNT_RESTRICTED", diagnose.ResourceState, diagnose.Certain, "PayPal has restricted the merchant's account.", diagnose.Fix{}},
	{"PAYEE_ACCOUNT_LOCKED_OR_CLOSED", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"PAYER_ACCOUNT_LOCKED_OR_CLOSED", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"PAYER_ACCOUNT_RESTRICTED", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"AUTHENTICATION_FAILURE", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"RATE_LIMIT_REACHED", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
