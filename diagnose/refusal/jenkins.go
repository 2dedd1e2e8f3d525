package refusal

import "github.com/why403/why403/diagnose"

// jenkins reads Jenkins, which names the permission in a header and in one
// sentence.
var jenkins = platform{
	name: "jenkins",
	wrote: func(s *answer) bool {
		permission, _ := s.header("X-Required-Permission")
		return permission != "" || jenkinsSentence(s) != ""
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of Jenkins"
		permission, at := s.header("X-Required-Permission")
		if permission == "" {
			permission, at = jenkinsSentence(s), s.messageAt
		}
		p := add(r, diagnose.MissingPermission, diagnose.Certain, at, "Jenkins asks for "+permission)
		p.Need = diagnose.AllOf(permission)
		p.Principal, _ = s.header("X-You-Are-Authenticated-As")
		if p.Principal == "anonymous" {
			p.Detail = "The call counted as anonymous: no credentials came, or they were not sent without being asked for (preemptively)."
		}
		p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "Manage Jenkins › Security › Authorization", Do: "Give the user the permission " + permission + ", in the folder or job alone where that is possible"}}
	},
}

// jenkinsSentence is the permission of "jdoe is missing the Job/Build permission".
func jenkinsSentence(s *answer) string {
	permission := between(s.message, " is missing the ", " permission")
	if i := index(permission, "/"); i <= 0 || len(permission) > 80 {
		return ""
	}
	return permission
}
