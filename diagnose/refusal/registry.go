package refusal

import "github.com/why403/why403/diagnose"

// registry reads container registries, by the sentences that docker, buildx, podman
// and helm pass on.
var registry = platform{
	name: "container-registry",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && findSentence(s, registrySentences[:]) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of a container registry"
		readSentences(s, r, registrySentences[:])
		if r.Points[0].Cause == diagnose.MissingPermission {
			add(r, diagnose.MissingScope, diagnose.Possible, s.messageAt, "the token that docker logged in with may be too narrow")
		}
	},
}

var packageFix = diagnose.Fix{By: diagnose.Developer, Where: "the workflow file › permissions:, and the package's settings › Manage Actions access", Do: "Give the job packages: write, and the repository access to the package"}

// registrySentences are GitHub's ghcr.io, then what any registry says by way of docker.
var registrySentences = [...]meaning{
	{"installation not allowed to*package", diagnose.MissingPermission, diagnose.Likely, "The job's GITHUB_TOKEN or the App may not do this with the package: packages: write is missing, the package does not admit the repository, or the organisation lets nobody make packages.", packageFix},
	{"requested installation does not exist", diagnose.WrongOrg, diagnose.Likely, "The token belongs to no installation that reaches the package's owner: the package is another organisation's, or the App is not installed there.", diagnose.Fix{By: diagnose.Developer, Do: "Push to the namespace of the repository's own owner, or use a token of the other one"}},
	{"permission not found owner not found", diagnose.WrongOrg, diagnose.Likely, "The scope or namespace of the package names no owner on GitHub: it is misspelt, or not the organisation's name.", diagnose.Fix{By: diagnose.Developer, Do: "Make the package's scope the very name of the owner"}},
	{"no basic auth credentials", diagnose.MissingHeader, diagnose.Likely, "The client has no credentials for this registry: nobody logged in, or to another one.", diagnose.Fix{By: diagnose.Developer, Do: "Log in to the very registry of the image", Run: "docker login \"$REGISTRY\""}},
	{"unauthorized to access repository", diagnose.MissingPermission, diagnose.Likely, "The account may not do this in the project, or nobody is logged in.", diagnose.Fix{}},
	{"unauthorized access to the requested resource is not authorized", diagnose.MissingPermission, diagnose.Likely, "The account or robot may not do this in the repository, or nobody is logged in.", diagnose.Fix{}},
	{"failed to fetch anonymous token", diagnose.MissingHeader, diagnose.Likely, "The puller had no credentials for this registry, and asked as nobody.", diagnose.Fix{By: diagnose.Admin, Do: "Log in, set imagePullSecrets, or let the nodes' identity pull from the registry"}},
	{"permission denied write package", diagnose.MissingPermission, diagnose.Certain, "The package does not admit the token's repository or user.", packageFix},
	{"permission denied create package", diagnose.MissingPermission, diagnose.Certain, "The token's user or repository may not make packages in this organisation.", packageFix},
	{"permission denied read package", diagnose.MissingPermission, diagnose.Certain, "The package does not admit the token's repository or user.", diagnose.Fix{}},
	{"token provided does not match expected scopes", diagnose.MissingScope, diagnose.Certain, "The token lacks read:packages, write:packages or delete:packages.", diagnose.Fix{By: diagnose.Person, Where: "GitHub › Settings › Developer settings › Personal access tokens (classic)", Do: "Give the token write:packages"}},
	{"access denied repository does not exist or may require", diagnose.MissingPermission, diagnose.Likely, "The account may not do this in the namespace, the name is misspelt, or nobody is logged in.", diagnose.Fix{By: diagnose.Developer, Do: "Check the image's name, then log in as an account with the right", Run: "docker login \"$REGISTRY\""}},
	{"insufficient scope authorization failed", diagnose.MissingPermission, diagnose.Likely, "The registry gave a token without the right asked for: the account may not do this in the namespace, or nobody is logged in.", diagnose.Fix{By: diagnose.Developer, Do: "Check the image's name, then log in as an account with the right", Run: "docker login \"$REGISTRY\""}},
}
