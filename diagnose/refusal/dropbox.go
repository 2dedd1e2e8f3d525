package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// dropbox reads Dropbox' API: an error_summary and a tagged error.
var dropbox = platform{
	name: "dropbox",
	wrote: func(s *answer) bool {
		return s.json.has("error_summary") || s.onHost("dropboxapi.com") && s.json.has("error")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of Dropbox' API"
		summary, _, _ := strings.Cut(s.json.at("error_summary").str(), "/")
		r.Code = diagnose.Know(summary, s.where("error_summary"))
		s.codeAt = s.where("error_summary")
		if !known(s, r, dropboxTags[:], summary) || summary != "missing_scope" {
			return
		}
		if scope := s.json.at("error", "required_scope").str(); scope != "" {
			r.Points[0].Need, r.Points[0].Says = diagnose.AllOf(scope), "required_scope is "+scope
		}
	},
}

var dropboxTags = [...]meaning{
	{"missing_scope", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Where: "dropbox.com/developers › the app › Permissions", Do: "Tick the scope, and get a new token: a token keeps the scopes it was issued with"}},
	{"expired_access_token", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
	{"invalid_access_token", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"user_suspended", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"invalid_select_user", diagnose.NeedsUserContext, diagnose.Likely, "A team token has to name the member it acts for.", diagnose.Fix{}},
	{"invalid_select_admin", diagnose.MissingRole, diagnose.Likely, "", diagnose.Fix{}},
	{"no_permission", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
	{"too_many_requests", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
