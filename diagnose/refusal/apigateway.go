package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// awsGateway reads what Amazon API Gateway answers before any code of the API runs.
var awsGateway = platform{
	name: "aws-api-gateway",
	wrote: func(s *answer) bool {
		if s.form == textForm { // an access log quotes the message alone
			m := lookup(awsGatewayMessages[:], s.text)
			return m != nil && strings.Count(m.code, " ") > 1
		}
		if s.form != jsonForm || s.json.has("__type") || !s.json.has("message") {
			return false
		}
		amazon := s.onHost("amazonaws.com") || s.headerHas("x-amzn-requestid", "") || s.headerHas("apigw-requestid", "") || s.headerHas("x-amzn-errortype", "")
		if m := lookup(awsGatewayMessages[:], s.message); m != nil && s.onlyMessage() {
			return amazon || strings.Count(m.code, " ") > 1 // shorter ones are everybody's
		}
		return s.says("is not authorized to perform execute api invoke") || s.says("in authorization header") && s.says("equal sign") ||
			amazon && s.onlyMessage() && s.says("forbidden")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererGateway, "the words of Amazon API Gateway"
		if kind, at := s.header("x-amzn-errortype"); kind != "" {
			r.Code = diagnose.Know(kind, at)
		}
		challenge, at := s.header("WWW-Authenticate")
		switch {
		case contains(challenge, `error="insufficient_scope"`): // of an HTTP API, without the commas of RFC 6750
			p := add(r, diagnose.MissingScope, diagnose.Certain, at, "WWW-Authenticate says insufficient_scope")
			if need := strings.Fields(between(challenge, `scope="`, `"`)); len(need) > 0 {
				p.Need = diagnose.AnyOf(need...)
			}
		case s.says("execute api invoke"):
			readInvoke(s, r)
		case s.says("equal sign"):
			add(r, diagnose.EndpointNotPublished, diagnose.Likely, s.messageAt, "the gateway wants a signature (SigV4) where a bearer token was sent").Detail =
				"API Gateway says so for a bearer token on a route that it does not have, or one that asks for IAM authorisation."
			add(r, diagnose.MissingHeader, diagnose.Possible, s.messageAt, "the Authorization header is not a signature")
		case s.says("forbidden"):
			readForbidden(s, r)
		default:
			if m := lookup(awsGatewayMessages[:], s.message); m != nil {
				mean(r, m, s.messageAt).Says = "the message is \"" + m.code + "\""
			}
			if s.says("missing authentication token") {
				add(r, diagnose.MissingHeader, diagnose.Possible, s.messageAt, "the gateway saw no signature").Detail = "The route may exist and ask for IAM authorisation."
			}
		}
	},
}

// onlyMessage says whether the body is an object with nothing but a message.
func (s *answer) onlyMessage() bool {
	n := 0
	for range s.json.members() {
		n++
	}
	return n == 1
}

// readForbidden reads {"message":"Forbidden"}, which says least of all.
func readForbidden(s *answer, r *diagnose.Refusal) {
	sure := diagnose.Possible
	if s.req.Complete && s.sent("x-api-key") == "" {
		sure = diagnose.Likely
	}
	p := add(r, diagnose.MissingHeader, sure, s.messageAt, "the gateway says Forbidden and no more")
	p.Detail = "API Gateway says so for a missing or unknown x-api-key, a key outside the stage's usage plan, a WAF rule, or a custom domain without this path."
	add(r, diagnose.MissingScope, diagnose.Possible, s.messageAt, "a JWT authorizer says Forbidden where the token lacks the route's scopes")
}

// readInvoke reads the refusal of a resource policy or of IAM.
func readInvoke(s *answer, r *diagnose.Refusal) {
	a := awsSentence(s.message)
	if a.principal == "anonymous" {
		p := add(r, diagnose.IPAllowlist, diagnose.Likely, s.messageAt, "a resource policy of the API refuses everybody outside its list")
		p.Action, p.Object = a.action, a.resource
		p.Detail = "The API's resource policy admits only certain addresses, VPC endpoints or accounts."
		add(r, diagnose.MissingPermission, diagnose.Possible, s.messageAt, "execute-api:Invoke is not allowed to anonymous callers")
		return
	}
	readAWSSentence(s, r, a)
}

var awsGatewayMessages = [...]meaning{
	{"Missing Authentication Token", diagnose.EndpointNotPublished, diagnose.Likely, "API Gateway says so of a method and path that it does not have; a stage missing from the path is the usual reason.",
		diagnose.Fix{By: diagnose.Developer, Do: "Compare method, stage and path with the published ones"}},
	{"User is not authorized to access this resource", diagnose.MissingPermission, diagnose.Likely, "A Lambda authorizer decided so; its policy does not allow this method and path.",
		diagnose.Fix{By: diagnose.Admin, Do: "Look at the policy the authorizer returns, also at one it cached for another path"}},
	{"User is not authorized to access this resource with an explicit deny", diagnose.MissingPermission, diagnose.Likely, "A Lambda authorizer returned a policy that denies.", diagnose.Fix{}},
	{"User is not authorized to access this resource with an explicit deny in an identity-based policy", diagnose.MissingPermission, diagnose.Likely, "A Lambda authorizer returned a policy that denies.", diagnose.Fix{}},
	{"The incoming token has expired", diagnose.ExpiredToken, diagnose.Certain, "A Cognito authorizer checked the token.", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
	{"Unauthorized", diagnose.BadToken, diagnose.Possible, "An authorizer did not accept the token, or there was none.", diagnose.Fix{}},
	{"Limit Exceeded", diagnose.RateLimited, diagnose.Certain, "The quota of the usage plan is used up.", diagnose.Fix{}},
	{"Too Many Requests", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}
