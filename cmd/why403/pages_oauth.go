package main

import "github.com/why403/why403/diagnose"

// oauthError is an error code of OAuth or OpenID Connect: the cause it points to,
// where it is answered, and what it means.
type oauthError struct {
	cause       diagnose.Cause
	from, means string
}

func oauthErrors() map[string]oauthError {
	return map[string]oauthError{
		"invalid_request":                  {diagnose.MissingHeader, "RFC 6749, RFC 6750", "A parameter is missing, given twice, or not understood."},
		"invalid_client":                   {diagnose.BadToken, "RFC 6749, token endpoint", "The client did not prove who it is: id or secret is wrong, of another region or environment, or was not sent where the server looks for it (Basic header or form)."},
		"invalid_grant":                    {diagnose.BadToken, "RFC 6749, token endpoint", "The code, refresh token or assertion is not accepted: used already, expired, revoked, or made for another client or redirect address."},
		"unauthorized_client":              {diagnose.NeedsUserContext, "RFC 6749", "This client may not use this grant."},
		"unsupported_grant_type":           {diagnose.MissingHeader, "RFC 6749, token endpoint", "The server knows no such grant, or could not read the form."},
		"unsupported_response_type":        {diagnose.MissingHeader, "RFC 6749, authorization endpoint", "The server issues no such response; look for a slip in response_type."},
		"invalid_scope":                    {diagnose.WrongScopeName, "RFC 6749", "A scope does not exist, is misspelt, or is not one this client may ask for."},
		"access_denied":                    {diagnose.ConsentMissing, "RFC 6749, authorization endpoint", "The user, an administrator or a policy said no to the application."},
		"invalid_token":                    {diagnose.ExpiredToken, "RFC 6750", "The token is expired, revoked, malformed or for somebody else. It is not about rights."},
		"insufficient_scope":               {diagnose.MissingScope, "RFC 6750", "The token is good and lacks a scope; the scope parameter of WWW-Authenticate names it. Some servers say so for an expired token or a wrong audience: look at exp and aud first."},
		"insufficient_user_authentication": {diagnose.Other, "RFC 9470", "A stronger or fresher sign-in is asked for; acr_values and max_age say which."},
		"login_required":                   {diagnose.Other, "OpenID Connect", "Nobody is signed in, and the request forbade asking."},
		"interaction_required":             {diagnose.Other, "OpenID Connect", "The user has to do something, and the request forbade asking."},
		"consent_required":                 {diagnose.ConsentMissing, "OpenID Connect", "Somebody has to approve the application, and the request forbade asking."},
	}
}

func oauthPage(name string) (string, bool) {
	e, ok := oauthErrors()[name]
	if !ok {
		return "", false
	}
	d, _ := causeDoc(e.cause)
	var p page
	p.title(name + ": an error code of OAuth")
	p.section("What it means", e.means)
	p.section("Who answers it", e.from)
	p.section("What it points to", string(e.cause)+": "+d.Title+" (why403 explain "+string(e.cause)+")")
	p.section("How to mend it", mending(d.Mend))
	return p.String(), true
}
