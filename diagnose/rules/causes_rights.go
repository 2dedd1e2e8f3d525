package rules

import "github.com/why403/why403/diagnose"

// causesOfRights: scope, permission, role, division, consent.
func causesOfRights() []CauseDoc {
	return []CauseDoc{
		{
			Cause: diagnose.MissingScope,
			Title: "token was not granted a scope that the call needs",
			Means: `A scope is what an application may do in its user's name. A token can do no more than the scopes it was issued with, whatever its user may do. ` +
				`Reading and changing usually need different scopes, so "I can read it" proves nothing about writing.`,
			Shows: []Shape{
				{"Genesys Cloud", `403 {"code": "app.not.authorized.for.scope", "message": "App not authorized to use scope <scope>"}`},
				{"RFC 6750 servers", `403, WWW-Authenticate: Bearer error="insufficient_scope", scope="<accepted>"`},
				{"GitHub", `403 or 404, headers X-OAuth-Scopes: <held> and X-Accepted-OAuth-Scopes: <accepted>`},
				{"Google", `403 {"error": {"status": "PERMISSION_DENIED", "details": [{"reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]}}`},
				{"Slack", `200 {"ok": false, "error": "missing_scope", "needed": "<any of>", "provided": "<held>"}`},
				{"Zoom", `400 {"code": 4711, "message": "Invalid access token, does not contain scopes:[<any of>]."}`},
				{"HubSpot", `403 {"category": "MISSING_SCOPES", "errors": [{"context": {"requiredScopes": ["<scope>"]}}]}`},
				{"Spotify", `403 {"error": {"status": 403, "message": "Insufficient client scope"}}`},
				{"Pipedrive", `403 {"success": false, "error": "Scope and URL mismatch"}`},
			},
			Tell: `A missing scope hits every user of the client, a missing permission one user with every client. ` +
				`Client-credentials clients of Genesys Cloud have roles and no scopes. Some servers say insufficient_scope for an expired token or a wrong audience.`,
			Mend: []diagnose.Fix{
				by(diagnose.Developer, "Ask for the scopes held now and the missing one, and have the user sign in again: tokens issued before keep theirs"),
				by(diagnose.Admin, "Approve the application's new scope where the organisation asks for approval"),
			},
			Example: scopeNamed.Doc.Example,
		},
		{
			Cause: diagnose.WrongScopeName,
			Title: "scope that does not exist was asked for",
			Means: `The token holds, or was asked for with, a name that is no scope of the platform: a permission, another spelling, a comma-separated list taken as one name.`,
			Shows: []Shape{
				{"Genesys Cloud", `400 auth.invalid.scope when the client is saved; three-part names such as conversation:communication:disconnect are permissions, scopes read conversations or conversations:readonly`},
				{"RFC 6749 token endpoints", `400 {"error": "invalid_scope"}`},
				{"Slack", `invalid_scope in the install page's address`},
				{"Microsoft Entra", `AADSTS70011: The provided value for the input parameter 'scope' is not valid`},
			},
			Tell:    `The name stands in no list of the platform. A scope that exists and is not held is a missing scope.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Take the names from the platform's list, separate them with spaces, and sign in again")},
			Example: scopeRefused.Doc.Example,
		},
		{
			Cause: diagnose.MissingPermission,
			Title: "caller lacks a permission",
			Means: `A permission is what a user, or a client of its own, may do; roles and policies carry it. The token is fine, its holder is not allowed.`,
			Shows: []Shape{
				{"Genesys Cloud", `403 {"code": "missing.any.permissions", "message": "… at least one of the following permissions assigned: [<p1>, <p2>]"}; missing.permissions lists what is all needed`},
				{"AWS", `403 User: <arn> is not authorized to perform: <service:Action> on resource: <arn> because no identity-based policy allows the <service:Action> action`},
				{"Kubernetes", `403 <resource> is forbidden: User "<user>" cannot <verb> resource "<resource>" in API group "<group>" in the namespace "<namespace>"`},
				{"GitHub", `403 {"message": "Resource not accessible by integration"}, header X-Accepted-GitHub-Permissions: <permission>=write`},
				{"Google", `403 {"error": {"status": "PERMISSION_DENIED", "message": "Permission '<p>' denied on resource …"}}`},
				{"Microsoft Graph", `403 {"error": {"code": "Authorization_RequestDenied", "message": "Insufficient privileges to complete the operation."}}`},
				{"Azure", `403 {"error": {"code": "AuthorizationFailed", "message": "The client '<id>' does not have authorization to perform action '<action>' over scope '<scope>'"}}`},
				{"Salesforce", `403 [{"errorCode": "INSUFFICIENT_ACCESS_OR_READONLY"}]`},
				{"Django REST framework", `403 {"detail": "You do not have permission to perform this action."}`},
			},
			Tell: `Another caller with the same client gets through. Where the permission is held in some divisions only, it is the division; where no role offers it, it is the licence.`,
			Mend: []diagnose.Fix{
				by(diagnose.Admin, "Give the caller an existing role that carries the permission, or one new role with that permission alone"),
			},
			Example: permissionNamed.Doc.Example,
		},
		{
			Cause: diagnose.MissingRole,
			Title: "caller lacks a role or a group",
			Means: `The server, or this organisation's own rule, asks for a role by name. Permissions alone do not help.`,
			Shows: []Shape{
				{"Genesys Cloud", `no words of its own: organisations may keep operations for roles, such as conference manipulation for supervisors`},
				{"Application servers", `403 naming a role: "required role: <ROLE>", "must be an administrator"`},
				{"Microsoft Graph", `application permissions stand in the roles claim; an empty roles claim with Insufficient privileges`},
				{"Azure", `403 DenyAssignmentAuthorizationFailed, or AuthorizationFailed naming an action of a role`},
			},
			Tell:    `Where a permission is named, any role that carries it will do; where a role is named, only that one.`,
			Mend:    []diagnose.Fix{by(diagnose.Admin, "Give the caller the role, then have a new token issued where roles travel in it")},
			Example: roleNamed.Doc.Example,
		},
		{
			Cause: diagnose.WrongDivision,
			Title: "permission is held, but not in the division of the object",
			Means: `A role counts in the divisions (projects, business units, compartments) it was granted for. The object lies in another.`,
			Shows: []Shape{
				{"Genesys Cloud", `403 missing.division.permission: … in the provided division(s)`},
				{"Genesys Cloud", `403 missing.any.division.permissions: … permissions assigned: [] in at least one of the following division(s): [<division id>]`},
				{"Genesys Cloud", `403 missing.permissions: … the following permission(s): [<domain>:<entity>:<action>:<division id>]`},
				{"AWS", `the action is allowed, and the resource ARN of the message is not in the policy's Resource list`},
			},
			Tell:    `The same call works on an object of another division. Held nowhere at all, it is a missing permission.`,
			Mend:    []diagnose.Fix{by(diagnose.Admin, "Grant the role in the object's division too, and in no more than that; or move the object")},
			Example: divisionNamed.Doc.Example,
		},
		{
			Cause: diagnose.ConsentMissing,
			Title: "application was not consented to",
			Means: `The user or an administrator has to approve an application before it gets a token, or before a right that it asks for counts.`,
			Shows: []Shape{
				{"Microsoft Entra", `400 invalid_grant, AADSTS65001: The user or administrator has not consented to use the application; AADSTS90094 for administrators only`},
				{"Microsoft Graph", `403 Authorization_RequestDenied while the right is configured and "not granted for <tenant>"`},
				{"Genesys Cloud", `403 app.not.authorized.for.scope for every user, with the application not in Authorized Applications`},
				{"Google", `403 access_denied, admin_policy_enforced`},
				{"GitHub", `403 Although you appear to have the correct authorization credentials, the <org> organization has enabled OAuth App access restrictions`},
				{"Salesforce", `400 {"error": "invalid_grant", "error_description": "user hasn't approved this consumer"}`},
			},
			Tell: `Without consent there is usually no token, or one without the right in question. A missing scope was never asked for; a missing consent was asked for and not granted.`,
			Mend: []diagnose.Fix{
				by(diagnose.Admin, "Approve the application with exactly the rights it asks for"),
				by(diagnose.Developer, "Ask for no more than is configured, and send the user through the approval page"),
			},
			Example: consentMissing.Doc.Example,
		},
	}
}
