package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// oauth reads the error bodies of RFC 6749 (token endpoint) and RFC 6750 (resource
// server), and answers that carry nothing but a bearer challenge.
var oauth = platform{
	name: "oauth",
	wrote: func(s *answer) bool {
		if s.redirected || s.form == jsonForm && isOAuthError(s.json.at("error").quoted()) {
			return true
		}
		for _, c := range s.challenges() {
			if isOAuthError(c.get("error")) {
				return true
			}
		}
		return false
	},
	read: func(s *answer, r *diagnose.Refusal) {
		if s.onTokenEndpoint() {
			r.Answerer, r.Because = diagnose.AnswererLogin, "an OAuth error body from a token endpoint"
		}
		if s.redirected {
			r.Answerer, r.Because = diagnose.AnswererLogin, "an OAuth error in the address that the browser was sent back to"
			readOAuthError(s, r, oauthError{code: s.code, description: s.message, at: s.codeAt, says: "error " + s.code})
			return
		}
		code := s.json.at("error").quoted()
		if code == "" {
			return // the challenge says it all; it is read for every platform
		}
		r.Code = diagnose.Know(code, s.where("error"))
		readOAuthError(s, r, oauthError{
			code: code, description: s.json.at("error_description").str(), scopes: strings.Join(s.json.at("scope").strings(), " "),
			at: s.where("error"), says: "error " + code,
		})
	},
}

// oauthErrors are the codes of RFC 6749, 6750, 8628, 9470 and OpenID Connect.
var oauthErrors = [...]string{"insufficient_scope", "invalid_token", "invalid_client", "unauthorized_client", "invalid_grant", "invalid_scope",
	"access_denied", "consent_required", "interaction_required", "login_required", "account_selection_required", "unsupported_grant_type",
	"insufficient_user_authentication", "invalid_dpop_proof", "use_dpop_nonce", "invalid_target", "expired_token", "invalid_request"}

func isOAuthError(code string) bool {
	for _, c := range oauthErrors {
		if code == c {
			return true
		}
	}
	return false
}

// oauthError is an OAuth error, from a body or from a challenge.
type oauthError struct {
	code, description, scopes string
	acr, maxAge               string // RFC 9470
	at                        diagnose.Location
	says                      string
}

// readOAuthError adds what the error says. Its description often knows better than
// its code: several servers send insufficient_scope for every token they refuse.
func readOAuthError(s *answer, r *diagnose.Refusal, e oauthError) {
	says := e.says
	if e.description != "" {
		says += ": " + short(e.description)
	}
	put := func(cause diagnose.Cause, c diagnose.Certainty) *diagnose.Point {
		for i := range r.Points {
			if p := &r.Points[i]; p.Cause == cause {
				p.Certainty = max(p.Certainty, c)
				return p
			}
		}
		return add(r, cause, c, e.at, says)
	}
	if cause := describedCause(e); cause != "" {
		put(cause, diagnose.Likely)
		return
	}
	switch e.code {
	case "insufficient_scope":
		insufficientScope(s, e, put)
	case "invalid_token", "expired_token":
		invalidToken(e, put)
	case "insufficient_user_authentication":
		stepUp(e, put)
	case "invalid_client":
		invalidClient(s, e, put)
	case "invalid_grant":
		invalidGrant(e, put)
	case "invalid_request":
		invalidRequest(s, put)
	case "access_denied":
		if contains(e.description, "not assigned to") {
			put(diagnose.MissingRole, diagnose.Likely).Detail = "Whoever runs the login has to assign the user, or a group of the user, to the application."
			return
		}
		if contains(e.description, "administrator") || contains(e.description, "consent") {
			put(diagnose.ConsentMissing, diagnose.Likely).Detail = "The application waits for somebody's approval."
			return
		}
		if s.redirected || s.onTokenEndpoint() || contains(s.path, "/authorize") {
			put(diagnose.ConsentMissing, diagnose.Possible).Detail = "The user or the authorization server said no; the body does not say why."
		}
	case "invalid_scope":
		if contains(e.description, "requires scope") { // Doorkeeper's word for insufficient_scope
			put(diagnose.MissingScope, diagnose.Likely)
			return
		}
		if contains(e.description, "audience") {
			put(diagnose.WrongAudience, diagnose.Likely).Detail = "The scopes belong to another API than the audience that was asked for, or its user may not have them there."
			return
		}
		fallthrough
	default:
		if m := lookup(oauthMeanings[:], e.code); m != nil {
			p := put(m.cause, m.certainty)
			p.Detail = m.detail
			if m.fix.Do != "" && p.Fixes == nil {
				p.Fixes = []diagnose.Fix{m.fix}
			}
		}
	}
}

// describedCause is what the description says where the code is too general for it:
// unauthorized_client for an application that nobody approved, say. What is wrong
// with a token or a secret the codes say themselves.
func describedCause(e oauthError) diagnose.Cause {
	switch e.code {
	case "access_denied", "unauthorized_client", "invalid_grant", "invalid_client", "invalid_request":
	default:
		return ""
	}
	switch cause := mostTelling(e.description); cause {
	case diagnose.ConsentMissing, diagnose.ClientDisabled, diagnose.MissingScope, diagnose.MissingPermission, diagnose.WrongAudience, diagnose.WrongOrg,
		diagnose.FeatureOff, diagnose.NeedsUserContext, diagnose.RateLimited, diagnose.WrongRegion, diagnose.IPAllowlist, diagnose.Other:
		return cause
	}
	return ""
}

type putter = func(diagnose.Cause, diagnose.Certainty) *diagnose.Point

func insufficientScope(s *answer, e oauthError, put putter) {
	if cause := tokenFault(e.description); cause != "" {
		put(cause, diagnose.Likely).Detail = "The server says insufficient_scope, but describes a token that is not valid; some servers send it for every token they refuse."
		return
	}
	p := put(diagnose.MissingScope, diagnose.Likely)
	if scopes := strings.Fields(e.scopes); len(scopes) > 0 {
		p.Certainty, p.Need = diagnose.Certain, diagnose.AnyOf(scopes...)
		p.Says = e.says + " and names " + strings.Join(scopes, ", ")
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Ask for the scope beside those held now, and get a new token: a token keeps the scopes it was issued with"}}
		return
	}
	p.Detail = "The scope is not named. Some servers send insufficient_scope also for an expired token, a wrong audience or a missing role: look at exp, aud and iss first."
}

// tokenFault finds in a description that the token itself is refused; empty where
// it does not say so.
func tokenFault(description string) diagnose.Cause {
	switch {
	case description == "":
		return ""
	case contains(description, "expired") || contains(description, "lifetime"):
		return diagnose.ExpiredToken
	case contains(description, "audience") || contains(description, "issuer"):
		return diagnose.WrongAudience
	case contains(description, "signature") || contains(description, "malformed") || contains(description, "revoked"):
		return diagnose.BadToken
	}
	switch cause := mostTelling(description); cause {
	case diagnose.ExpiredToken, diagnose.WrongAudience, diagnose.BadToken:
		return cause
	}
	return ""
}

func invalidToken(e oauthError, put putter) {
	fresh := []diagnose.Fix{{By: diagnose.Developer, Do: "Get a new token; refresh before it expires"}}
	if cause := tokenFault(e.description); cause != "" {
		put(cause, diagnose.Certain).Fixes = fresh[:btoi(cause == diagnose.ExpiredToken)]
		return
	}
	if e.code == "expired_token" {
		put(diagnose.ExpiredToken, diagnose.Certain).Fixes = fresh
		return
	}
	put(diagnose.BadToken, diagnose.Likely).Detail = "The server does not say what is wrong with the token: it may be expired, revoked, cut, signed by another key or meant for another API."
	put(diagnose.ExpiredToken, diagnose.Possible)
	put(diagnose.WrongAudience, diagnose.Possible)
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// stepUp reads RFC 9470: the token is good, the sign-in behind it is not strong or
// not fresh enough.
func stepUp(e oauthError, put putter) {
	if e.acr == "" && e.maxAge != "" {
		p := put(diagnose.ExpiredToken, diagnose.Likely)
		p.Detail = "The sign-in behind the token is older than the " + e.maxAge + " s that the server accepts (max_age); the token itself is in order."
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send the user through sign-in again with max_age=" + e.maxAge}}
		return
	}
	p := put(diagnose.Other, diagnose.Likely)
	p.Detail = "Step-up authentication (RFC 9470): the server wants a stronger sign-in than the one behind this token. No scope or role mends that."
	p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send the user through sign-in again, asking for acr_values=" + e.acr}}
}

func invalidClient(s *answer, e oauthError, put putter) {
	if contains(e.description, "disabled") || contains(e.description, "inactive") || contains(e.description, "suspended") {
		put(diagnose.ClientDisabled, diagnose.Likely).Detail = "The token endpoint knows the client, and says that it is switched off."
		return
	}
	p := put(diagnose.BadToken, diagnose.Likely)
	p.Detail = "The token endpoint refuses the client: its id or secret is wrong, belongs to another region or tenant, or was sent the wrong way."
	p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Check client id, secret and the host of the token endpoint, and send them as HTTP Basic credentials"}}
	if s.credentialsInForm() {
		p := put(diagnose.MissingHeader, diagnose.Likely)
		p.Says = "the client's credentials stand in the form, and no Authorization header was sent"
		p.Detail = "Many token endpoints accept client credentials only as HTTP Basic (RFC 6749, 2.3.1)."
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send id and secret in the Authorization header", Run: `curl -u "$CLIENT_ID:$CLIENT_SECRET" -d grant_type=client_credentials …the token endpoint…`}}
	}
}

func invalidGrant(e oauthError, put putter) {
	switch {
	case contains(e.description, "ip restricted") || contains(e.description, "ip address"):
		put(diagnose.IPAllowlist, diagnose.Certain).Detail = "The user or the client may sign in from listed addresses only."
	case contains(e.description, "invalid or expired"):
		put(diagnose.ExpiredToken, diagnose.Likely).Detail = "The server does not say which: the code or refresh token is past its life or used up, or is another client's or redirect address's."
		put(diagnose.BadToken, diagnose.Possible)
	case contains(e.description, "expired") || contains(e.description, "inactiv"):
		put(diagnose.ExpiredToken, diagnose.Certain).Detail = "The authorization code or refresh token is past its life; the user has to sign in again."
	case contains(e.description, "signature") || contains(e.description, "JWT"):
		put(diagnose.BadToken, diagnose.Likely).Detail = "The assertion that was to be exchanged for a token is refused: key, key id, issuer or clock."
	case contains(e.description, "password") || contains(e.description, "credential") || contains(e.description, "authentication failure"):
		put(diagnose.BadToken, diagnose.Likely).Detail = "User name, password or what belongs to it (a security token, a secret) is wrong."
	case contains(e.description, "redirect"):
		put(diagnose.PayloadSemantics, diagnose.Likely)
	case contains(e.description, "password") || contains(e.description, "user credentials"):
		put(diagnose.BadToken, diagnose.Likely).Detail = "The user's name or password is wrong, or the account may not sign in this way."
	default:
		put(diagnose.ExpiredToken, diagnose.Likely).Detail = "The code, refresh token or assertion is expired, used up, revoked or another client's."
		put(diagnose.BadToken, diagnose.Possible)
	}
}

var oauthMeanings = [...]meaning{
	{"unauthorized_client", diagnose.ClientDisabled, diagnose.Likely, "The client is not allowed to use this grant type, or is switched off.",
		diagnose.Fix{By: diagnose.Admin, Do: "Allow the grant type for the client, or use a client that has it"}},
	{"invalid_scope", diagnose.WrongScopeName, diagnose.Likely, "A scope that was asked for does not exist, or the client or user may not have it.",
		diagnose.Fix{By: diagnose.Developer, Do: "Ask only for scopes that the authorization server lists and the client is registered for"}},
	{"consent_required", diagnose.ConsentMissing, diagnose.Certain, "", diagnose.Fix{By: diagnose.Admin, Do: "Grant consent for the application, or send the user through the consent page"}},
	{"interaction_required", diagnose.ConsentMissing, diagnose.Possible, "The sign-in cannot go on silently: consent, a second factor or another account is needed.",
		diagnose.Fix{By: diagnose.Developer, Do: "Send the user through an interactive sign-in"}},
	{"login_required", diagnose.ExpiredToken, diagnose.Likely, "The user's session at the authorization server has ended.", diagnose.Fix{By: diagnose.Person, Do: "Sign in again"}},
	{"account_selection_required", diagnose.NeedsUserContext, diagnose.Possible, "", diagnose.Fix{By: diagnose.Person, Do: "Choose the account to sign in with"}},
	{"unsupported_grant_type", diagnose.PayloadSemantics, diagnose.Likely, "The token endpoint does not offer this grant type.", diagnose.Fix{}},
	{"invalid_target", diagnose.WrongAudience, diagnose.Likely, "The resource or audience asked for is not one the authorization server knows.", diagnose.Fix{}},
	{"invalid_dpop_proof", diagnose.BadToken, diagnose.Likely, "The DPoP proof (RFC 9449) is missing, stale, or made with another key.", diagnose.Fix{}},
	{"use_dpop_nonce", diagnose.MissingHeader, diagnose.Likely, "The server wants a DPoP proof with the nonce from its DPoP-Nonce header.", diagnose.Fix{By: diagnose.Developer, Do: "Repeat the call with the nonce in the proof"}},
}
