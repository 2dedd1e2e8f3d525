package refusal

import "github.com/why403/why403/diagnose"

// gitlab reads GitLab's REST API.
var gitlab = platform{
	name: "gitlab",
	wrote: func(s *answer) bool {
		return s.onHost("gitlab.com") && s.json.there() || s.json.at("error").str() == "insufficient_scope" && s.json.has("scope") && s.headerHas("X-Gitlab-Meta", "") || s.headerHas("X-Gitlab-Meta", "") || s.says("ci cd job token")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of GitLab's API"
		if s.json.at("error").quoted() != "" {
			oauth.read(s, r)
		}
		if len(r.Points) == 0 && !readSentences(s, r, gitlabSentences[:]) && s.says("403 forbidden") {
			add(r, diagnose.MissingRole, diagnose.Possible, s.messageAt, "the server says: "+short(s.message)).Detail = "GitLab does not say which: the user's role in the project, a job token outside its allow list, or a feature that is off."
			add(r, diagnose.MissingPermission, diagnose.Possible, s.messageAt, "the server says: "+short(s.message))
		}
	},
}

var gitlabSentences = [...]meaning{
	{"terms of service", diagnose.ConsentMissing, diagnose.Certain, "The user has not accepted the terms.", diagnose.Fix{}},
	{"must accept the terms", diagnose.ConsentMissing, diagnose.Certain, "The user has not accepted the terms.", diagnose.Fix{}},
	{"your account has been blocked", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"account is pending approval", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"ip address*not allowed", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{}},
	{"job token not allowed", diagnose.MissingPermission, diagnose.Certain, "The project is not on the other project's job token allow list.", diagnose.Fix{By: diagnose.Admin, Where: "the other project › Settings › CI/CD › Job token permissions", Do: "Add the project whose pipeline calls"}},
	{"job token*allowlist", diagnose.MissingPermission, diagnose.Certain, "The project is not on the other project's job token allow list.", diagnose.Fix{}},
}
