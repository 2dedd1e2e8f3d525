package refusal

import "github.com/why403/why403/diagnose"

// twitter reads the API of X (Twitter), old and new.
var twitter = platform{
	name: "x",
	wrote: func(s *answer) bool {
		if s.form == textForm && findSentence(s, twitterSentences[:]) != nil {
			return true
		}
		return s.form != htmlForm && (s.onHost("api.twitter.com", "api.x.com") || contains(s.json.at("type").str(), "api.twitter.com/2/problems") ||
			contains(s.json.at("type").str(), "api.x.com/2/problems") || s.json.at("errors", "0").has("code", "message") && findSentence(s, twitterSentences[:]) != nil)
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of X's API"
		if !readSentences(s, r, twitterSentences[:]) {
			known(s, r, twitterCodes[:], s.json.at("reason").str(), s.json.at("errors", "0", "code").str())
		}
	},
}

var twitterCodes = [...]meaning{
	{"client-not-enrolled", diagnose.FeatureOff, diagnose.Certain, "The app is in no project with access to this API.", diagnose.Fix{}},
	{"32", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"89", diagnose.BadToken, diagnose.Certain, "The token is invalid or expired.", diagnose.Fix{}},
	{"64", diagnose.ClientDisabled, diagnose.Certain, "The account is suspended.", diagnose.Fix{}},
	{"87", diagnose.MissingPermission, diagnose.Certain, "The client may not perform this action.", diagnose.Fix{}},
	{"93", diagnose.MissingScope, diagnose.Certain, "The app lacks direct-message access.", diagnose.Fix{}},
	{"179", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"220", diagnose.NeedsUserContext, diagnose.Likely, "", diagnose.Fix{}},
	{"261", diagnose.MissingScope, diagnose.Certain, "The app has read access only.", diagnose.Fix{}},
	{"326", diagnose.ClientDisabled, diagnose.Certain, "The account is locked for now.", diagnose.Fix{}},
	{"403", diagnose.FeatureOff, diagnose.Possible, "", diagnose.Fix{}},
	{"453", diagnose.FeatureOff, diagnose.Certain, "The access level does not include this endpoint.", diagnose.Fix{}},
	{"416", diagnose.ClientDisabled, diagnose.Certain, "The app is suspended.", diagnose.Fix{}},
	{"415", diagnose.PayloadSemantics, diagnose.Certain, "The callback URL is not registered.", diagnose.Fix{}},
}

var twitterSentences = [...]meaning{
	{"application only is forbidden", diagnose.NeedsUserContext, diagnose.Certain, "The endpoint needs a user's token (OAuth 1.0a or OAuth 2.0 with PKCE).", diagnose.Fix{}},
	{"user context is forbidden", diagnose.BadToken, diagnose.Likely, "The endpoint takes another kind of token; the message lists which.", diagnose.Fix{By: diagnose.Developer, Do: "Use one of the kinds of authentication that the message lists"}},
	{"unsupported authentication", diagnose.NeedsUserContext, diagnose.Likely, "The endpoint takes another kind of token.", diagnose.Fix{}},
	{"must use keys and tokens from", diagnose.FeatureOff, diagnose.Certain, "The app is attached to no project.", diagnose.Fix{}},
	{"oauth1 app permissions", diagnose.MissingScope, diagnose.Certain, "The app's permissions were changed after the token was made: make the token again.", diagnose.Fix{}},
	{"subset of x api", diagnose.FeatureOff, diagnose.Certain, "The access level does not include this endpoint.", diagnose.Fix{}},
	{"subset of twitter api", diagnose.FeatureOff, diagnose.Certain, "The access level does not include this endpoint.", diagnose.Fix{}},
	{"not authorized to see this status", diagnose.ResourceState, diagnose.Certain, "The post is protected, or its author blocked the caller.", diagnose.Fix{}},
	{"account is suspended and is not permitted", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"duplicate content", diagnose.PayloadSemantics, diagnose.Likely, "The same text was posted before.", diagnose.Fix{}},
}
