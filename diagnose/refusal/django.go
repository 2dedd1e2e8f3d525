package refusal

import "github.com/why403/why403/diagnose"

// django reads the sentences of Django REST framework under "detail".
var django = platform{
	name: "django-rest-framework",
	wrote: func(s *answer) bool {
		if s.form != jsonForm || s.json.at("detail").quoted() == "" {
			return false
		}
		for i := range djangoSentences {
			if s.says(djangoSentences[i].code) {
				return true
			}
		}
		return false
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the sentences of Django REST framework"
		readSentences(s, r, djangoSentences[:])
	},
}

var djangoSentences = [...]meaning{
	{"you do not have permission to perform this action", diagnose.MissingPermission, diagnose.Likely, "A permission class of the view refused; it may test a right, a group, ownership, or that the user is staff.", diagnose.Fix{By: diagnose.Admin, Do: "Look up the view's permission classes, and give the user what they test"}},
	{"authentication credentials were not provided", diagnose.MissingHeader, diagnose.Certain, "No authenticator recognised credentials; a scheme other than the expected one (Bearer, Token, JWT) counts as none.", diagnose.Fix{By: diagnose.Developer, Do: "Send the Authorization header with the scheme the API expects"}},
	{"given token not valid for any token type", diagnose.BadToken, diagnose.Likely, "Expired, malformed, or a refresh token in an access token's place.", diagnose.Fix{}},
	{"token is invalid or expired", diagnose.ExpiredToken, diagnose.Likely, "", diagnose.Fix{}},
	{"signature has expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"invalid token header", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"invalid token", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"user inactive or deleted", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"request was throttled", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
