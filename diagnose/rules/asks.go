package rules

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// What a rule asks for where the evidence does not decide: one thing, the command
// that gets it from the region the call went to, and what each answer would mean.

// wholeRequest is what a rule brings that knows no address.
var wholeRequest = diagnose.Ask{
	What: "the request: its method and full address",
	Run:  "curl -v …the call…",
	Cost: 1,
}

// theToken is what the rules about tokens look at.
var theToken = diagnose.Ask{
	What: "the token (the Authorization header), or its claims; why403 keeps no secret of it",
	Run:  "curl -v …the call…",
	Cost: 1,
}

// somebodyElse tells a missing right from everything else, where nothing says what the
// call needs.
var somebodyElse = diagnose.Ask{What: "the answer to the same call by somebody with more rights, an administrator say", Cost: 3,
	Answers: []diagnose.Answer{
		{If: "it succeeds", Then: "the caller lacks a permission, a role or a membership"},
		{If: "it is refused alike", Then: "rights are not what is missing: look at the address, the feature, the network, the server's own rules"}}}

// byOwner tells an object that is closed to the caller from one in the wrong state.
var byOwner = diagnose.Ask{What: "the answer to the same call by the owner of the object, or by somebody who takes part in it", Cost: 3,
	Answers: []diagnose.Answer{
		{If: "it succeeds", Then: "the object is closed to this caller"},
		{If: "it is refused alike", Then: "the state of the object does not allow it, or nobody may"}}}

// newToken tells a token that is at fault from a caller who is.
var newToken = diagnose.Ask{What: "the answer to the same call with a new token", Cost: 2,
	Answers: []diagnose.Answer{
		{If: "it succeeds", Then: "the old token was at fault: expired, revoked or cut"},
		{If: "it is refused alike", Then: "the token is not what is refused, or new ones are made for another address or audience"}}}

// asSent shows what became of the headers on the way out.
var asSent = diagnose.Ask{What: "the request as it left the machine, with its headers", Run: "curl -v …the call…", Cost: 1,
	Answers: []diagnose.Answer{
		{If: "there is no Authorization header, or an empty one", Then: "the credentials were lost before the call was sent"},
		{If: "it is there", Then: "the server expects them in another header or form"}}}

// otherNetwork tells an address that is refused from a call that is.
var otherNetwork = diagnose.Ask{What: "the answer to the same call from another network", Cost: 3,
	Answers: []diagnose.Answer{
		{If: "it succeeds", Then: "the address that the calls come from is what is refused"},
		{If: "it is refused alike", Then: "the address is not what is refused"}}}

// settle sets what to bring first where a finding is no more than possible.
func settle(f *diagnose.Finding, ask diagnose.Ask) {
	if f.Certainty <= diagnose.Possible && f.Settle.Empty() {
		f.Settle = ask
	}
}

func askScopes(c *diagnose.Case) diagnose.Ask {
	if !onGenesys(c) {
		return diagnose.Ask{What: "the scopes the token was issued with", Cost: 2}
	}
	return diagnose.Ask{What: "the scopes of the token: the answer of GET /api/v2/tokens/me", Run: get(c, "/api/v2/tokens/me"), Cost: 2,
		Answers: []diagnose.Answer{
			{If: "OAuthClient.scope lacks every scope the operation accepts", Then: "the token cannot make the call, whatever its user may do"},
			{If: "authenticatedUser is null", Then: "it is a client-credentials token: its roles decide, not scopes"},
			{If: "401", Then: "the token is not accepted any more, or belongs to another region"}}}
}

// askWho asks whether anybody stands behind the token.
func askWho(c *diagnose.Case) diagnose.Ask {
	return diagnose.Ask{What: "the grant of the OAuth client, or whether a user stands behind the token", Run: get(c, "/api/v2/users/me"), Cost: 2,
		Answers: []diagnose.Answer{
			{If: "400 not.a.user", Then: "nobody stands behind the token, and this call needs somebody"},
			{If: "200", Then: "that user must be connected to the conversation, or hold a permission over it"},
			{If: "401", Then: "the token itself is not accepted any more"}}}
}

func askGrant(c *diagnose.Case) diagnose.Ask {
	return diagnose.Ask{What: "the grant type of the OAuth client, or the answer of GET /api/v2/tokens/me", Run: get(c, "/api/v2/tokens/me"), Cost: 2,
		Answers: []diagnose.Answer{
			{If: "client credentials, or authenticatedUser is null", Then: "nobody stands behind the token, and this call needs somebody"},
			{If: "any other grant", Then: "the user context is there; look at scopes and permissions next"}}}
}

func askPermissions(c *diagnose.Case) diagnose.Ask {
	need := "the permission"
	if op := c.Route.Operation; op != nil && !op.Permissions.Empty() {
		need = op.Permissions.String()
	}
	answers := []diagnose.Answer{
		{If: need + " is not in it", Then: "a role has to bring it"},
		{If: "it is in it", Then: "the division of the grant, or the object itself, is next"}}
	if !byUser(c) && !byClient(c) {
		answers = append(answers, diagnose.Answer{If: "400 not.a.user", Then: "nobody stands behind the token: ask GET /api/v2/authorization/subjects/me instead"})
	}
	answers = append(answers, mayNotLook)
	if byClient(c) {
		return diagnose.Ask{What: "the roles of the client: the answer of GET /api/v2/authorization/subjects/me", Run: get(c, "/api/v2/authorization/subjects/me"), Cost: 2, Answers: answers}
	}
	return diagnose.Ask{What: "the caller's roles and permissions: the answer of GET /api/v2/users/me?expand=authorization",
		Run: get(c, "/api/v2/users/me?expand=authorization"), Cost: 2, Answers: answers}
}

// mayNotLook is the answer that is easily taken for the other: who may not look at
// rights may have them.
var mayNotLook = diagnose.Answer{If: "403", Then: "the caller may not look, which says nothing of what it may do; an administrator looks it up in the role editor"}

func askRoles(c *diagnose.Case, roles diagnose.Requirement) diagnose.Ask {
	a := askPermissions(c)
	a.Answers = []diagnose.Answer{
		{If: "the role " + list(roles.Names, "or") + " is not in it", Then: "an administrator has to assign it"},
		{If: "it is in it", Then: "the body, or the address, is next"}, mayNotLook}
	return a
}

var theBody = diagnose.Ask{What: "the request body as it was sent", Run: "curl -v -d @body.json …the call…", Cost: 1}

func askObject(c *diagnose.Case) diagnose.Ask {
	path := c.Request.URL.Or(diagnose.URL{}).Path
	if path == "" {
		path = "/api/v2/…"
	}
	return diagnose.Ask{What: "the object that was acted on, as the API returns it, with its division", Run: get(c, path), Cost: 2,
		Answers: []diagnose.Answer{
			{If: "its division is none of the caller's", Then: "the role has to be granted there too, or the object moved"},
			{If: "403 as well", Then: "somebody who may read it has to look up its division"}}}
}

// quoted puts names into quotation marks, for lists of things people wrote.
func quoted(names []string) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = `"` + n + `"`
	}
	return strings.Join(out, ", ")
}
