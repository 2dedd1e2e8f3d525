package refusal

import "github.com/why403/why403/diagnose"

// csrf knows the protections against cross-site request forgery of Django, Rails,
// Spring, Laravel, WordPress, Jenkins, SAP and their like. They ask for a second
// token beside the session cookie.
var csrf = platform{
	name:  "csrf",
	wrote: func(s *answer) bool { return csrfSign(s) != nil },
	read: func(s *answer, r *diagnose.Refusal) {
		sign := csrfSign(s)
		r.Answerer, r.Because = diagnose.AnswererCSRF, "the words of "+sign.whose+" protection against forged requests"
		sure := diagnose.Certain
		if sign.whose == "the server's" {
			sure = diagnose.Likely // the word alone may stand in a name
		}
		p := add(r, diagnose.CSRFOrCORS, sure, s.messageAt, "the server says: "+short(s.message))
		p.Detail = sign.detail
		p.Fixes = []diagnose.Fix{
			{By: diagnose.Developer, Do: "Send a bearer token and no session cookie, so that the protection does not apply; or " + sign.do},
		}
	},
}

// forgerySign is how one protection shows; words are as plain leaves them.
type forgerySign struct{ words, whose, detail, do string }

func csrfSign(s *answer) *forgerySign {
	if s.headerHas("X-CSRF-Token", "Required") {
		return &sapSign
	}
	if fresh, _ := s.header("X-CSRF-Token"); fresh != "" && s.status == 403 && s.says("token validation failed") {
		return &robloxSign
	}
	for i := range forgerySigns {
		if s.says(forgerySigns[i].words) {
			return &forgerySigns[i]
		}
	}
	return nil
}

var sapSign = forgerySign{"", "SAP's", "The header X-CSRF-Token: Required asks for a token that is fetched by a GET with X-CSRF-Token: Fetch.", "fetch the token and send it with the session's cookies"}

var robloxSign = forgerySign{"", "Roblox'", "The answer hands out a fresh token in X-CSRF-Token for the next try.", "repeat the call with that token as X-CSRF-Token"}

var forgerySigns = [...]forgerySign{
	{"referer checking failed", "Django's", "Django compares the Referer with the host over HTTPS. It does so only for cookie sessions, so the call was taken for one.", "send a Referer of the site itself, and add its origin to CSRF_TRUSTED_ORIGINS"},
	{"origin checking failed", "Django's", "Django compares the Origin with its trusted origins.", "add the origin, with its scheme, to CSRF_TRUSTED_ORIGINS"},
	{"csrf verification failed", "Django's", "", "send the csrftoken cookie's value as X-CSRFToken, and list the origin, with its scheme, in CSRF_TRUSTED_ORIGINS"},
	{"csrf failed", "Django REST framework's", "The check applies to session authentication only, so the call was taken for one.", "send the csrftoken cookie's value as X-CSRFToken"},
	{"invalid csrf token", "Spring's", "", "send the token of the XSRF-TOKEN cookie as X-XSRF-TOKEN"},
	{"could not verify the provided csrf token", "Spring's", "", "send the token of the XSRF-TOKEN cookie as X-XSRF-TOKEN"},
	{"csrf token mismatch", "Laravel's", "", "send the XSRF-TOKEN cookie's value as X-XSRF-TOKEN"},
	{"match request base url", "Rails'", "Rails compares the Origin with the address it believes to be called at; a proxy that hides the scheme, host or port makes them differ.", "have the proxy send X-Forwarded-Proto, X-Forwarded-Host and X-Forwarded-Port"},
	{"rack protection", "Rack's", "", "have the proxy send X-Forwarded-Proto and X-Forwarded-Host, and list the host and the origin as permitted"},
	{"csrf token authenticity", "Rails'", "", "send the page's csrf-token as X-CSRF-Token"},
	{"invalid authenticity token", "Rails'", "", "send the page's csrf-token as X-CSRF-Token"},
	{"cookie check failed", "WordPress'", "", "send a fresh nonce as X-WP-Nonce"},
	{"no valid crumb", "Jenkins'", "", "use an API token instead of the password, which needs no crumb"},
	{"xsrf check failed", "Atlassian's", "", "send X-Atlassian-Token: no-check"},
	{"csrf", "the server's", "", "send the token that the site hands out with its pages"},
	{"xsrf", "the server's", "", "send the token that the site hands out with its pages"},
}
