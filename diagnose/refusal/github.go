package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// github reads GitHub's REST API, whose headers say what a token holds and what an
// endpoint accepts.
var github = platform{
	name: "github",
	wrote: func(s *answer) bool {
		if s.onHost("api.github.com") {
			return true
		}
		if id, _ := s.header("X-GitHub-Request-Id"); id != "" {
			return true
		}
		return s.json.has("message", "documentation_url") && strings.Contains(s.json.at("documentation_url").str(), "github.com") || onlyGitHub(s)
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of GitHub's API"
		if sso, at := s.header("X-GitHub-SSO"); contains(sso, "required") {
			p := add(r, diagnose.ConsentMissing, diagnose.Likely, at, "X-GitHub-SSO: required")
			p.Detail = "The organisation enforces SAML single sign-on, and this token has not been authorised for it."
			p.Fixes = []diagnose.Fix{ssoFix}
			return
		}
		if g := findGitHub(s); g != nil {
			p := add(r, g.cause, g.sure, s.messageAt, "the server says: "+short(s.message))
			p.Detail = g.detail
			if g.fix.Do != "" {
				p.Fixes = []diagnose.Fix{g.fix}
			}
			switch g.cause {
			case diagnose.RateLimited:
				waitFor(s, p)
			case diagnose.MissingPermission:
				acceptedPermissions(s, p)
			}
		}
		if s.overLimit() && r.PointsTo(diagnose.RateLimited) == nil && len(r.Points) == 0 {
			waitFor(s, add(r, diagnose.RateLimited, diagnose.Certain, s.statusAt, "X-RateLimit-Remaining: 0"))
		}
		classicScopes(s, r)
	},
}

var ssoFix = diagnose.Fix{By: diagnose.Person, Where: "GitHub › Settings › Developer settings › the token › Configure SSO", Do: "Authorise the token for the organisation"}

// acceptedPermissions reads X-Accepted-GitHub-Permissions: pairs joined by a comma
// are all needed, alternatives are separated by a semicolon.
func acceptedPermissions(s *answer, p *diagnose.Point) {
	accepted, at := s.header("X-Accepted-GitHub-Permissions")
	if accepted == "" {
		return
	}
	alternatives := splitTrim(accepted, ";")
	if len(alternatives) > 1 {
		p.Need = diagnose.AnyOf(alternatives...)
	} else {
		p.Need = diagnose.AllOf(splitTrim(accepted, ",")...)
	}
	p.At, p.Says = at, "X-Accepted-GitHub-Permissions names "+accepted
	if accepted == "allows_permissionless_access=true" {
		p.Need, p.Detail = diagnose.Requirement{}, "The endpoint asks for no permission of its own; the token does not reach this repository or organisation."
	}
}

// classicScopes compares what a classic token holds with what the endpoint accepts.
func classicScopes(s *answer, r *diagnose.Refusal) {
	accepted, at := s.header("X-Accepted-OAuth-Scopes")
	held, heldAt := s.header("X-OAuth-Scopes")
	if accepted == "" || heldAt == (diagnose.Location{}) && held == "" {
		return
	}
	need, have := diagnose.AnyOf(splitTrim(accepted, ",")...), splitTrim(held, ",")
	if need.Missing(have, githubCovers) == nil {
		return
	}
	sure := diagnose.Certain
	if len(r.Points) > 0 {
		sure = diagnose.Possible
	}
	if roles := r.PointsTo(diagnose.MissingRole); len(roles) > 0 { // said of a token that lacks the scope, too
		sure = diagnose.Likely
		for i := range r.Points {
			r.Points[i].Certainty = diagnose.Possible
		}
	}
	p := add(r, diagnose.MissingScope, sure, at, "X-Accepted-OAuth-Scopes lists "+accepted+", X-OAuth-Scopes lists "+nothing(held))
	p.Need, p.Have = need, have
	p.Fixes = []diagnose.Fix{{By: diagnose.Person, Where: "GitHub › Settings › Developer settings › Personal access tokens", Do: "Add the narrowest of the accepted scopes to the token"}}
}

// githubCovers knows the scopes that contain others.
func githubCovers(have, need string) bool {
	if have == need {
		return true
	}
	switch have {
	case "repo":
		return strings.HasPrefix(need, "repo:") || need == "public_repo" || need == "security_events"
	case "user":
		return strings.HasSuffix(need, ":user") || strings.HasPrefix(need, "user:")
	}
	group, found := strings.CutPrefix(have, "admin:")
	return found && (need == "write:"+group || need == "read:"+group)
}

func nothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

func splitTrim(s, sep string) []string {
	var parts []string
	for _, part := range strings.Split(s, sep) {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// githubSentence is a sentence of GitHub's, words as plain leaves them.
type githubSentence struct {
	words  string
	cause  diagnose.Cause
	sure   diagnose.Certainty
	detail string
	fix    diagnose.Fix
}

// onlyGitHub says whether the answer has one of the sentences that nobody else
// writes; they stand first in the list, up to the one about administrative rules.
func onlyGitHub(s *answer) bool {
	for i := range githubSentences {
		if g := &githubSentences[i]; s.says(g.words) {
			return true
		} else if g.words == "request forbidden by administrative rules" {
			break
		}
	}
	return false
}

func findGitHub(s *answer) *githubSentence {
	for i := range githubSentences {
		if s.says(githubSentences[i].words) {
			return &githubSentences[i]
		}
	}
	return nil
}

var githubSentences = [...]githubSentence{
	{"secondary rate limit", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"abuse detection mechanism", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"api rate limit exceeded for", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"resource not accessible by integration", diagnose.MissingPermission, diagnose.Likely, "The GitHub App installation, or the job's GITHUB_TOKEN, lacks a permission; pull requests from forks get a read-only token.",
		diagnose.Fix{By: diagnose.Developer, Where: "the workflow file › permissions:, or the App's settings", Do: "Give the job or the App just the permission the endpoint names"}},
	{"resource not accessible by personal access token", diagnose.MissingPermission, diagnose.Likely, "The fine-grained token lacks the permission or does not reach the repository; some endpoints take no such token at all.",
		diagnose.Fix{By: diagnose.Person, Where: "GitHub › Settings › Developer settings › Fine-grained tokens", Do: "Add the permission, and choose the right resource owner and repositories"}},
	{"has an ip allow list enabled", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{By: diagnose.Admin, Where: "GitHub › the organisation › Settings › Authentication security › IP allow list", Do: "Add the caller's address"}},
	{"organization saml enforcement", diagnose.ConsentMissing, diagnose.Likely, "The token has not been authorised for the organisation's single sign-on.", ssoFix},
	{"enabled or enforced saml sso", diagnose.ConsentMissing, diagnose.Likely, "The token has not been authorised for the organisation's single sign-on.", ssoFix},
	{"organization has enabled oauth app access restrictions", diagnose.ConsentMissing, diagnose.Certain, "The organisation has not approved this OAuth app.",
		diagnose.Fix{By: diagnose.Admin, Where: "GitHub › the organisation › Settings › OAuth app policy", Do: "Approve the app"}},
	{"forbids access via a personal access token", diagnose.FeatureOff, diagnose.Likely, "The organisation's policy bars this kind of token.", diagnose.Fix{By: diagnose.Developer, Do: "Use a fine-grained token or a GitHub App that the organisation admits"}},
	{"forbids access via a fine grained personal access token", diagnose.FeatureOff, diagnose.Likely, "The organisation's policy bars this kind of token, or its lifetime.", diagnose.Fix{}},
	{"repository access blocked", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"git hub actions is not permitted to create or approve", diagnose.FeatureOff, diagnose.Certain, "A setting of the organisation or repository bars workflows from it.",
		diagnose.Fix{By: diagnose.Admin, Where: "GitHub › Settings › Actions › General › Workflow permissions", Do: "Allow GitHub Actions to create and approve pull requests"}},
	{"write access to repository not granted", diagnose.MissingPermission, diagnose.Certain, "The token or the job's GITHUB_TOKEN may read only.", diagnose.Fix{By: diagnose.Developer, Where: "the workflow file › permissions:, or the token's settings", Do: "Give contents: write for this repository"}},
	{"without workflows permission", diagnose.MissingPermission, diagnose.Certain, "A push that touches .github/workflows needs the permission workflows, which no GITHUB_TOKEN can have.",
		diagnose.Fix{By: diagnose.Developer, Do: "Push with the token of a GitHub App, or a personal one, that has workflows: write; or leave the workflow files out"}},
	{"without workflow scope", diagnose.MissingScope, diagnose.Certain, "A push that touches .github/workflows needs the scope workflow.",
		diagnose.Fix{By: diagnose.Person, Do: "Add the scope workflow to the token", Run: "gh auth refresh -s workflow"}},
	{"actions id token request url", diagnose.MissingPermission, diagnose.Certain, "The job may ask for no ID token.", diagnose.Fix{By: diagnose.Developer, Where: "the workflow file › permissions:", Do: "Give the job id-token: write"}},
	{"need admin access to the organization", diagnose.MissingRole, diagnose.Certain, "", diagnose.Fix{}},
	{"not authorized to use this copilot feature", diagnose.FeatureOff, diagnose.Likely, "The account has no Copilot licence, or a policy of its organisation or enterprise keeps this feature off.",
		diagnose.Fix{By: diagnose.Admin, Where: "GitHub › the organisation › Settings › Copilot › Policies", Do: "Switch the feature on, and give the user a seat"}},
	{"gh007 your push would publish a private email", diagnose.PayloadSemantics, diagnose.Certain, "A commit carries an e-mail address that its owner keeps private.", diagnose.Fix{By: diagnose.Developer, Do: "Commit with the noreply address of the account, and amend the commits"}},
	{"repository rule violations found", diagnose.ResourceState, diagnose.Certain, "A rule set of the repository forbids the push; the lines below the message name the rules.", diagnose.Fix{}},
	{"request forbidden by administrative rules", diagnose.MissingHeader, diagnose.Likely, "GitHub wants a User-Agent header.", diagnose.Fix{By: diagnose.Developer, Do: "Send a User-Agent that names your program"}},
	{"must have admin rights to repository", diagnose.MissingRole, diagnose.Certain, "", diagnose.Fix{}},
	{"too large to fetch via the api", diagnose.PayloadSemantics, diagnose.Certain, "The file is too large for this endpoint.", diagnose.Fix{By: diagnose.Developer, Do: "Fetch it as raw media type, or through the Git Data API"}},
	{"must have push access", diagnose.MissingRole, diagnose.Certain, "", diagnose.Fix{}},
	{"must be an organization owner", diagnose.MissingRole, diagnose.Certain, "", diagnose.Fix{}},
	{"repository was archived so is read only", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"upgrade to git hub", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"advanced security must be enabled", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"is disabled for this repository", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
	{"protected branch", diagnose.ResourceState, diagnose.Likely, "A branch protection rule decides.", diagnose.Fix{}},
	{"bad credentials", diagnose.BadToken, diagnose.Certain, "The token is unknown, revoked or expired.", diagnose.Fix{}},
}
