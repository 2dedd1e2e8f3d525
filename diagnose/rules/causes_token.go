package rules

import "github.com/why403/why403/diagnose"

// causesOfTheToken: its life, its form, whom it is for, whose it is.
func causesOfTheToken() []CauseDoc {
	return []CauseDoc{
		{
			Cause: diagnose.NeedsUserContext,
			Title: "call needs a person behind the token",
			Means: `The call acts for somebody: "me", a participant, an owner. A token of the client-credentials grant stands for a program alone.`,
			Shows: []Shape{
				{"Genesys Cloud", `400 {"code": "not.a.user", "message": "This request requires a user context. Client credentials cannot be used for requests to this resource."}`},
				{"Genesys Cloud", `403 {"code": "not.authorized"} to a client-credentials token on /conversations/…/participants/…`},
				{"Microsoft Graph", `400 /me request is only valid with delegated authentication flow.`},
				{"Zoom", `{"message": "This API does not support client credentials for authorization."}`},
				{"Spotify", `401 Valid user authentication required`},
			},
			Tell:    `With any user's token the same call gets further. A role on the client changes nothing.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Sign a user in (authorization code with PKCE), or use the call that takes the user's id")},
			Example: userContextNamed.Doc.Example,
		},
		{
			Cause: diagnose.ExpiredToken,
			Title: "token or signed address has expired",
			Means: `A token is good until its exp, a signed address until the moment it names. Both are refused afterwards whatever they allowed.`,
			Shows: []Shape{
				{"Genesys Cloud", `401 {"code": "credentials.expired"} or {"code": "bad.credentials"}`},
				{"RFC 6750 servers", `401, WWW-Authenticate: Bearer error="invalid_token", error_description="The token expired"`},
				{"JWT libraries", `Signature has expired; jwt expired; Token is expired; IDX10223`},
				{"AWS", `403 ExpiredToken, ExpiredTokenException: The security token included in the request is expired`},
				{"S3 and compatible", `403 <Code>AccessDenied</Code><Message>Request has expired</Message>`},
				{"Azure storage", `403 AuthenticationFailed: Signature not valid in the specified time frame`},
				{"Microsoft Graph", `401 InvalidAuthenticationToken: Lifetime validation failed, the token is expired.`},
				{"Salesforce", `403 Bad_OAuth_Token, 401 INVALID_SESSION_ID`},
			},
			Tell:    `It worked an hour ago, and a fresh token works now. Answered with 403 by servers that treat the caller as a guest.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Get a new token, and renew it a minute before its end; ask for signed addresses right before they are used")},
			Example: tokenExpiredNamed.Doc.Example,
		},
		{
			Cause: diagnose.BadToken,
			Title: "token or credentials are not accepted",
			Means: `The server cannot make anything of the token: cut off, changed, signed with an unknown key, revoked, of another environment; or the client's id and secret are wrong.`,
			Shows: []Shape{
				{"Genesys Cloud", `401 {"code": "bad.credentials", "message": "Invalid login credentials."}`},
				{"Token endpoints", `401 {"error": "invalid_client"}, 400 {"error": "invalid_grant"}`},
				{"RFC 6750 servers", `401, WWW-Authenticate: Bearer error="invalid_token"`},
				{"GitHub", `401 {"message": "Bad credentials"}`},
				{"Google", `400 {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}; 401 UNAUTHENTICATED`},
				{"Slack", `200 {"ok": false, "error": "invalid_auth"}, token_revoked`},
				{"AWS", `403 SignatureDoesNotMatch, InvalidClientTokenId, UnrecognizedClientException`},
				{"Kubernetes", `401 Unauthorized`},
			},
			Tell: `Every call with this token is refused, the simplest too. If any call succeeds with it, it is not this.`,
			Mend: []diagnose.Fix{
				by(diagnose.Developer, `Get a new token from the login host of the same environment and send it whole, as "Authorization: Bearer …"`),
				by(diagnose.Admin, "Compare the client's id, secret, key or certificate with what the program uses"),
			},
			Example: tokenRefused.Doc.Example,
		},
		{
			Cause: diagnose.WrongAudience,
			Title: "token was made for another API or by another issuer",
			Means: `The aud claim says for which API a token is, iss who made it. An API refuses what is not for it, or not from whom it trusts.`,
			Shows: []Shape{
				{"Microsoft Graph", `401 InvalidAuthenticationToken: Access token validation failure. Invalid audience.`},
				{"Auth0", `400 {"error": "invalid_scope", "error_description": "User is not authorized to the audience for those scopes"}`},
				{"JWT libraries", `jwt audience invalid. expected: <aud>; IDX10214; Invalid issuer`},
				{"RFC 6750 servers", `403 insufficient_scope, where the scopes of a token for another audience are not even read`},
				{"AWS API Gateway", `401 {"message": "Unauthorized"} from a JWT authorizer`},
			},
			Tell:    `The token works at another API. Decode it: aud and iss are readable without any key.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Ask for a token with the audience (resource, scope) of the API that is called, from the issuer it trusts")},
			Example: audienceNamed.Doc.Example,
		},
		{
			Cause: diagnose.WrongOrg,
			Title: "token belongs to another organisation",
			Means: `The token is good in its own organisation (tenant, workspace, account) and the object or application belongs to another.`,
			Shows: []Shape{
				{"Genesys Cloud", `401 or 404; 403 with missing.trustor.permissions where organisations trust one another`},
				{"Microsoft Entra", `AADSTS50020, AADSTS700016: Application with identifier '<id>' was not found in the directory`},
				{"GitHub", `404 or 403 for a fine-grained token whose resource owner is somebody else`},
				{"Applications", `403 {"error": "organization_not_recognized"}`},
			},
			Tell:    `Ask the token where it is from (tokens/me, tid, /user). Objects of another organisation usually hide behind 404.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Use a token of the organisation that owns the object"), by(diagnose.Admin, "Make the trust between the organisations, where that is meant")},
			Example: orgNamed.Doc.Example,
		},
		{
			Cause: diagnose.ClientDisabled,
			Title: "client or account is switched off",
			Means: `The OAuth client, the app or the account is inactive, suspended or deleted.`,
			Shows: []Shape{
				{"Genesys Cloud", `401 bad.credentials at the call, invalid_client at the login host; the client's state is inactive or disabled`},
				{"Slack", `200 {"ok": false, "error": "account_inactive"}`},
				{"Microsoft Entra", `AADSTS7000112: Application is disabled; AADSTS50057: The user account is disabled`},
				{"Google", `403 disabled_client, account has been disabled`},
				{"GitHub", `403 Sorry. Your account was suspended; This installation has been suspended`},
			},
			Tell:    `Since one moment every call of the client fails, with new tokens too.`,
			Mend:    []diagnose.Fix{by(diagnose.Admin, "Switch the client or the account on again, or give the program one of its own")},
			Example: clientDisabled.Doc.Example,
		},
	}
}
