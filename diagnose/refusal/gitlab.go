package refusal

import "github.com/why403/why403/diagnose"

// gitlab reads GitLab's REST API.
var gitlab = platform{
	name: "gitlab",
	wrote: func(s *answer) bool {
		return s.onHost("gitlab.com") && s.json.there() || s.json.at("error").str() == "insufficient_scope" && s.json.has("scope") && s.headerHas("X-Gitlab-Meta", "") || s.headerHas("X-Gitlab-Meta", "") || s.says("ci cd job token") || s.form == textForm && findSentence(s, gitlabGit[:]) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of GitLab's API"
		if s.json.at("error").quoted() != "" {
			oauth.read(s, r)
		}
		if len(r.Points) == 0 && !readSentences(s, r, gitlabSentences[:]) && !readSentences(s, r, gitlabGit[:]) && s.says("403 forbidden") {
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

// gitlabGit is what git prints of GitLab's refusals.
var gitlabGit = [...]meaning{
	{"http basic access denied", diagnose.BadToken, diagnose.Likely, "The password or token is wrong or expired; with a second factor only tokens pass.", diagnose.Fix{By: diagnose.Person, Do: "Use a personal access token with read_repository or write_repository as the password"}},
	{"not allowed to push code to protected branches", diagnose.ResourceState, diagnose.Likely, "A protection of the branch decides who pushes.", diagnose.Fix{By: diagnose.Admin, Where: "the project › Settings › Repository › Protected branches", Do: "Admit the role, or push to another branch and open a merge request"}},
	{"not allowed to push code to this project", diagnose.MissingPermission, diagnose.Likely, "The user is no Developer of the project, or the token may only read; a job token may not push unless the project admits it.", diagnose.Fix{}},
	{"not allowed to download code from this project", diagnose.MissingPermission, diagnose.Likely, "The user is no member of the project, or its job token allow list does not have the caller's project.", diagnose.Fix{}},
}
