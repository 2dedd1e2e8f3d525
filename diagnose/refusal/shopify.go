package refusal

import "github.com/why403/why403/diagnose"

// shopify reads Shopify's Admin API.
var shopify = platform{
	name: "shopify",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("myshopify.com") || s.says("requires merchant approval for"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of Shopify's API"
		if !known(s, r, shopifyCodes[:], "") {
			readSentences(s, r, shopifySentences[:])
		}
	},
}

var shopifyCodes = [...]meaning{}

var shopifySentences = [...]meaning{
	{"requires merchant approval", diagnose.MissingScope, diagnose.Certain, "The app was not granted the scope that the message names.", diagnose.Fix{}},
	{"not approved to access", diagnose.ConsentMissing, diagnose.Certain, "The app needs approval for protected customer data.", diagnose.Fix{}},
	{"invalid api key or access token", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"shop is frozen", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"unavailable shop", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"access denied for", diagnose.MissingScope, diagnose.Likely, "The message names the required access.", diagnose.Fix{}},
}
