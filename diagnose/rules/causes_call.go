package rules

import "github.com/why403/why403/diagnose"

// causesOfTheCall: host, path, method, headers, body.
func causesOfTheCall() []CauseDoc {
	return []CauseDoc{
		{
			Cause: diagnose.WrongRegion,
			Title: "call went to the wrong host or region",
			Means: `The organisation lives in one region, and the call, or the sign-in before it, went to another region's host, or to a host that is none of the platform's.`,
			Shows: []Shape{
				{"Genesys Cloud", `401 bad.credentials at api.<other region>; invalid_client at login.<other region>, with id and secret right`},
				{"S3", `400 AuthorizationHeaderMalformed: the region '<a>' is wrong; expecting '<b>'; 301 PermanentRedirect`},
				{"Google", `403 or 404 at a global host for a resource of a region`},
			},
			Tell:    `Everything fails there and works elsewhere, for every caller. The organisation's own web address shows its region.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Set the region once, for login host and API host alike")},
			Example: hostNamed.Doc.Example,
		},
		{
			Cause: diagnose.EndpointNotPublished,
			Title: "there is no such path in the API",
			Means: `The path is in no published description: invented, internal, of another version, or with a slip in it. Some servers and gateways answer 403 for what they do not know.`,
			Shows: []Shape{
				{"Genesys Cloud", `404 not.found, or 403 without a permission; the catalog knows every published path`},
				{"AWS API Gateway", `403 {"message": "Missing Authentication Token"} where no route matches`},
				{"Gateways", `403 or 404 with "no Route matched with those values"`},
			},
			Tell:    `It is the same for every token, also for an administrator's.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Use the nearest published operation; the report lists it where the catalog knows one")},
			Example: pathNamed.Doc.Example,
		},
		{
			Cause: diagnose.WrongMethod,
			Title: "path does not take this method",
			Means: `The path exists; GET, POST, PUT, PATCH or DELETE is not one of its own.`,
			Shows: []Shape{
				{"HTTP", `405 with Allow: <methods>`},
				{"Django REST framework", `405 {"detail": "Method \"GET\" not allowed."}`},
				{"S3", `405 MethodNotAllowed; 403 on a website endpoint`},
				{"Gateways", `403 or 404 instead of 405`},
			},
			Tell:    `Another method on the same path works with the same token, and the description lists it. Read and write scopes explain the same pattern: look at the description first.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Use the method the description names")},
			Example: methodNamed.Doc.Example,
		},
		{
			Cause: diagnose.MissingHeader,
			Title: "header is missing or the content type is wrong",
			Means: `The server needs a header that did not come: Authorization itself, an API key, a version, a User-Agent, or a Content-Type it can read.`,
			Shows: []Shape{
				{"Genesys Cloud", `401 {"code": "authentication.required", "message": "No authentication bearer token specified in authorization header."}; 415 unsupported.media.type`},
				{"Token endpoints", `401 invalid_client where id and secret are form fields and the server reads a Basic header`},
				{"GitHub", `403 Request forbidden by administrative rules. Please make sure your request has a User-Agent header`},
				{"AWS API Gateway", `403 {"message": "Forbidden"} without x-api-key`},
				{"HTTP", `415 Unsupported Media Type`},
			},
			Tell:    `Look at the request as it left the machine (curl -v): redirects and proxies drop headers.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Send the header in the form the documentation gives")},
			Example: headerNamed.Doc.Example,
		},
		{
			Cause: diagnose.PayloadSchema,
			Title: "body does not have the form the operation takes",
			Means: `A field is missing, unknown, of another type or misspelt. Most servers answer 400 or 422 for that; a few 403.`,
			Shows: []Shape{
				{"Genesys Cloud", `400 invalid.property, invalid.value, constraint.validation, bad.request`},
				{"Servers with JSON Schema", `400 or 422 naming a JSON pointer`},
			},
			Tell:    `Rights are checked before the body as a rule: a wrong body beside a 403 is what would fail next.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Send the corrected body; the report holds it where the catalog knows the form")},
			Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/conferences/8e51b8a2-1111-4c0d-9a51-c0ffee000001/participants", "body": {"participantId": "8e51b8a2-2222-4c0d-9a51-c0ffee000002", "action": "disconnect"}}, "response": {"status": 403}, "token": {"scopes": ["conversation:write"]}, "user": {"roles": ["Manage conversations"]}}`,
		},
		{
			Cause: diagnose.PayloadSemantics,
			Title: "body is well formed and asks for what is not allowed",
			Means: `A value may not be set, names something that does not exist or that the caller may not see, or contradicts another.`,
			Shows: []Shape{
				{"Genesys Cloud", `403 access.denied.to.field for an object named in the body; 400 communication.state.required`},
				{"Salesforce", `400 INVALID_FIELD_FOR_INSERT_UPDATE`},
				{"Auth0", `403 or 400 naming the field that may not be changed`},
			},
			Tell:    `A smaller body gets through with the same token.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Leave out or correct the field that the server names")},
			Example: payloadNamed.Doc.Example,
		},
	}
}
