package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// kong reads Kong's plugins, by their sentences.
var kong = platform{
	name: "kong",
	wrote: func(s *answer) bool {
		return s.json.has("message") && lookup(kongMessages[:], s.message) != nil || s.headerHas("Server", "kong") && s.json.has("message")
	},
	read: func(s *answer, r *diagnose.Refusal) { readGatewayMessage("Kong", kongMessages[:], s, r) },
}

// tyk reads Tyk, which answers an object with nothing but an error.
var tyk = platform{
	name: "tyk",
	wrote: func(s *answer) bool {
		return lookup(tykMessages[:], s.json.at("error").quoted()) != nil || s.form == textForm && lookup(tykMessages[:], s.text) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) { readGatewayMessage("Tyk", tykMessages[:], s, r) },
}

// mashery reads Mashery (Boomi), whose code stands in a header.
var mashery = platform{
	name: "mashery",
	wrote: func(s *answer) bool {
		code, _ := s.header("X-Mashery-Error-Code")
		return code != ""
	},
	read: func(s *answer, r *diagnose.Refusal) {
		code, at := s.header("X-Mashery-Error-Code")
		r.Answerer, r.Because, r.Code = diagnose.AnswererGateway, "the X-Mashery-Error-Code header", diagnose.Know(code, at)
		if m := lookup(masheryCodes[:], code); m != nil {
			mean(r, m, at)
		}
	},
}

// envoy reads Envoy and Istio, which answer in plain text.
var envoy = platform{
	name: "envoy",
	wrote: func(s *answer) bool {
		return s.form == textForm && lookup(envoyMessages[:], envoySaid(s.text)) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererGateway, "the words of Envoy"
		if m := lookup(envoyMessages[:], envoySaid(s.text)); m != nil {
			mean(r, m, s.messageAt).Says = "Envoy says \"" + s.text + "\""
		}
	},
}

// envoySaid gives the message to the caller that stands behind the details of an access
// log: jwt_authn_access_denied{Jwt_is_expired}.
func envoySaid(text string) string {
	if strings.HasPrefix(text, "rbac_access_denied") {
		return "RBAC: access denied"
	}
	if inner, ok := strings.CutPrefix(text, "jwt_authn_access_denied{"); ok {
		return strings.ReplaceAll(strings.TrimSuffix(inner, "}"), "_", " ")
	}
	return text
}

// apim reads Azure API Management.
var apim = platform{
	name: "azure-api-management",
	wrote: func(s *answer) bool {
		return s.json.has("statusCode", "message") && (s.says("subscription key") || s.says("rate limit is exceeded") || s.says("out of call volume quota"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererGateway, "the words of Azure API Management"
		switch {
		case s.says("missing subscription key"):
			add(r, diagnose.MissingHeader, diagnose.Certain, s.messageAt, "the subscription key is missing").Fixes =
				[]diagnose.Fix{{By: diagnose.Developer, Do: "Send Ocp-Apim-Subscription-Key"}}
		case s.says("subscription key"):
			add(r, diagnose.BadToken, diagnose.Certain, s.messageAt, "the subscription key is not valid").Detail = "The key is unknown, of another product, or its subscription is not active."
		default:
			waitFor(s, add(r, diagnose.RateLimited, diagnose.Certain, s.messageAt, "a quota of the gateway is used up"))
		}
	},
}

// apigee reads the fault envelope of Apigee.
var apigee = platform{
	name: "apigee",
	wrote: func(s *answer) bool {
		return s.json.at("fault", "detail").has("errorcode") || s.form == textForm && apigeeLogged(s) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		if m := apigeeLogged(s); m != nil {
			r.Answerer, r.Because = diagnose.AnswererGateway, "the words of Apigee"
			mean(r, m, s.body.At).Says = "Apigee says \"" + s.text + "\""
			return
		}
		r.Answerer, r.Because = diagnose.AnswererGateway, "the fault envelope of Apigee"
		code := s.json.at("fault", "detail", "errorcode").str()
		r.Code = diagnose.Know(code, s.where("fault", "detail", "errorcode"))
		words := plain(code)
		for i := range apigeeCodes {
			if m := &apigeeCodes[i]; said(words, m.code) {
				p := mean(r, m, r.Code.From())
				p.Says = "code " + code
				return
			}
		}
	},
}

// apigeeLogged finds a fault that a log names without its envelope, where its words are Apigee's alone.
func apigeeLogged(s *answer) *meaning {
	if s.form != textForm || len(s.text) > 100 {
		return nil
	}
	if words := strings.TrimSpace(plain(s.text)); strings.HasPrefix(words, "invalid api call ") {
		return lookup(apigeeCodes[:], words)
	}
	return nil
}

// apigeeCodes are parts of Apigee's codes, as plain leaves them.
var apigeeCodes = [...]meaning{
	{"access token expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"insufficient scope", diagnose.MissingScope, diagnose.Certain, "", diagnose.Fix{}},
	{"invalid api call as no api product match found", diagnose.MissingPermission, diagnose.Likely, "The app's API product does not include this path and method.",
		diagnose.Fix{By: diagnose.Admin, Do: "Add the path to the API product, or give the app a product that has it"}},
	{"invalid api call as no apiproduct match found", diagnose.MissingPermission, diagnose.Likely, "The app's API product does not include this path and method.",
		diagnose.Fix{By: diagnose.Admin, Do: "Add the path to the API product, or give the app a product that has it"}},
	{"api resource doesnot exist", diagnose.MissingPermission, diagnose.Likely, "The app's API product does not include this path.", diagnose.Fix{}},
	{"ip denied access", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{}},
	{"quota violation", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"spike arrest violation", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"app not approved", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"not active", diagnose.ClientDisabled, diagnose.Certain, "The developer or company behind the app is not active.", diagnose.Fix{}},
	{"failed to resolve api key", diagnose.MissingHeader, diagnose.Certain, "No API key stood where the gateway looks for it.", diagnose.Fix{}},
	{"failed to resolve token", diagnose.MissingHeader, diagnose.Certain, "No token stood where the gateway looks for it.", diagnose.Fix{}},
	{"invalid api key", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"invalid access token", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"token not found", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
}

// readGatewayMessage reads a message that a gateway always writes alike.
func readGatewayMessage(name string, messages []meaning, s *answer, r *diagnose.Refusal) {
	r.Answerer, r.Because = diagnose.AnswererGateway, "the words of "+name
	if m := lookup(messages, s.message); m != nil {
		mean(r, m, s.messageAt).Says = name + " says \"" + m.code + "\""
	}
}

var kongMessages = [...]meaning{
	{"No API key found in request", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Send the key in the header that the gateway names, apikey by default"}},
	{"You cannot consume this service", diagnose.MissingPermission, diagnose.Likely, "Kong's ACL plugin: the consumer is in none of the allowed groups.",
		diagnose.Fix{By: diagnose.Admin, Do: "Add the consumer to a group that the service allows"}},
	{"no Route matched with those values", diagnose.EndpointNotPublished, diagnose.Certain, "No route has this host, path and method.", diagnose.Fix{}},
	{"Your IP address is not allowed", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{}},
	{"API rate limit exceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"Invalid authentication credentials", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"HMAC signature cannot be verified", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
}

var tykMessages = [...]meaning{
	{"Authorization field missing", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"Auth field missing", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"Key not authorized", diagnose.BadToken, diagnose.Likely, "The key is unknown, or its session has ended.", diagnose.Fix{}},
	{"Key not authorised", diagnose.BadToken, diagnose.Likely, "The key is unknown, or its session has ended.", diagnose.Fix{}},
	{"Access to this API has been disallowed", diagnose.MissingPermission, diagnose.Likely, "The key is unknown to this API, or its policy does not include it.", diagnose.Fix{By: diagnose.Admin, Do: "Add the API to the key's policy"}},
	{"Rate limit exceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"Quota exceeded", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}

var masheryCodes = [...]meaning{
	{"ERR_403_DEVELOPER_INACTIVE", diagnose.BadToken, diagnose.Likely, "The key is missing, unknown or not active.", diagnose.Fix{}},
	{"ERR_403_NOT_AUTHORIZED", diagnose.BadToken, diagnose.Likely, "The key is missing, unknown or of another service.", diagnose.Fix{}},
	{"ERR_403_DEVELOPER_OVER_QPS", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"ERR_403_DEVELOPER_OVER_RATE", diagnose.RateLimited, diagnose.Certain, "The key's quota is used up.", diagnose.Fix{}},
	{"ERR_596_SERVICE_NOT_FOUND", diagnose.EndpointNotPublished, diagnose.Likely, "", diagnose.Fix{}},
}

var envoyMessages = [...]meaning{
	{"RBAC: access denied", diagnose.MissingPermission, diagnose.Likely, "An authorisation policy of the proxy (Istio's AuthorizationPolicy) does not admit this caller, path or method; the API never saw the call.",
		diagnose.Fix{By: diagnose.Network, Do: "Look for the policy of the workload, and add the caller's principal, path and method"}},
	{"ext_authz_denied", diagnose.MissingPermission, diagnose.Possible, "The authorisation service that the proxy asks said no; its own log has the reason.", diagnose.Fix{By: diagnose.Network, Do: "Look into the log of the authorisation service at the time of the call"}},
	{"Jwt is expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"Jwt is missing", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"Jwt is not in the form of Header.Payload.Signature with two dots and 3 sections", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"Jwt issuer is not configured", diagnose.WrongAudience, diagnose.Certain, "", diagnose.Fix{}},
	{"Audiences in Jwt are not allowed", diagnose.WrongAudience, diagnose.Certain, "", diagnose.Fix{}},
	{"Jwt verification fails", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"Jwks doesn't have key to match kid or alg from Jwt", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
}
