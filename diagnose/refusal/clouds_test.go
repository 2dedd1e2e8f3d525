package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// TestPrintedRefusals hears what tools and SDKs of the big platforms print.
func TestPrintedRefusals(t *testing.T) {
	api, none := diagnose.AnswererAPI, diagnose.Requirement{}
	storage := diagnose.AnswererStorage
	check(t, map[string]hearing{
		"AWS, EC2 says it twice":     {told{body: `You are not authorized to perform this operation. User: arn:aws:iam::********1111:user/x is not authorized to perform: ec2:RunInstances on resource: r with an explicit deny in a service control policy.`}, heard{"aws", api, diagnose.MissingPermission, certain, diagnose.AllOf("ec2:RunInstances")}},
		"AWS, web identity":          {told{body: `Could not assume role with OIDC: Not authorized to perform sts:AssumeRoleWithWebIdentity`}, heard{"aws", api, diagnose.MissingPermission, certain, diagnose.AllOf("sts:AssumeRoleWithWebIdentity")}},
		"AWS, no provider":           {told{body: `No OpenIDConnect provider found in your account for https://idp.example`}, heard{"aws", api, diagnose.WrongAudience, likely, none}},
		"AWS, no operation":          {told{status: 403, body: "<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n</AccessDeniedException>"}, heard{"aws", api, diagnose.EndpointNotPublished, likely, none}},
		"AWS, function URL":          {told{status: 403, body: `{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://x"}`}, heard{"aws", api, diagnose.MissingPermission, likely, none}},
		"AWS, key":                   {told{body: `An error occurred (AccessDenied) when calling the GetObject operation: The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.`}, heard{"aws", api, diagnose.MissingPermission, likely, none}},
		"AWS, root":                  {told{status: 403, body: `{"Error":{"Code":"AccessDenied","Message":"Roles may not be assumed by root accounts."}}`}, heard{"aws", api, diagnose.NeedsUserContext, certain, none}},
		"Backblaze":                  {told{body: "Failed to copy: AccessDenied: not entitled\n\tstatus code: 403"}, heard{"storage", storage, diagnose.MissingPermission, likely, none}},
		"Azure storage, keys":        {told{body: `{"name":"E","message":"Key based authentication is not permitted on this storage account."}`}, heard{"storage", storage, diagnose.FeatureOff, certain, none}},
		"Azure, linked tenant":       {told{status: 403, body: `{"error":{"code":"LinkedAuthorizationFailed","message":"The client has permission to perform action 'a/join/action' on scope '/s', however the current tenant 't' is not authorized to access linked subscription 'l'."}}`}, heard{"azure", api, diagnose.WrongOrg, certain, none}},
		"Azure DevOps":               {told{body: `TF400813: The user 'jane@example.com' is not authorized to access this resource.`}, heard{"azure-devops", api, diagnose.MissingPermission, likely, none}},
		"Azure DevOps, nobody":       {told{body: `ERROR: TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this resource.`}, heard{"azure-devops", api, diagnose.BadToken, likely, none}},
		"Azure DevOps, anonymous":    {told{status: 401, body: `{"message":"TF400813: Resource not available for anonymous access. Client authentication required."}`}, heard{"azure-devops", api, diagnose.MissingHeader, likely, none}},
		"Azure DevOps, another code": {told{body: `error: TF40: VS403463: The conditional access policy has failed.`}, heard{"azure-devops", api, diagnose.Other, likely, none}},
		"Exchange, OData":            {told{status: 403, body: `{"error":{"code":"ErrorAccessDenied","message":"Access to OData is disabled."}}`}, heard{"microsoft-graph", api, diagnose.FeatureOff, likely, none}},
		"Google, App Check":          {told{body: `Error getting App Check token. Error returned from API. code: 403 body: App attestation failed.`}, heard{"google", api, diagnose.BadToken, likely, none}},
		"Google, quota project":      {told{status: 403, body: `{"error":{"code":403,"message":"The x API requires a quota project, which is not set by default.","status":"PERMISSION_DENIED","details":[{"reason":"SERVICE_DISABLED"}]}}`}, heard{"google", api, diagnose.MissingHeader, certain, none}},
		"Google, nobody":             {told{body: `denied: Unauthenticated request. Unauthenticated requests do not have permission "artifactregistry.repositories.uploadArtifacts" on resource "r"`}, heard{"google", api, diagnose.MissingHeader, certain, none}},
		"Google, playlist":           {told{body: `Details: {"errors":[{"domain":"youtube.playlistItem","reason":"playlistItemsNotAccessible","message":"Forbidden"}],"code":403,"message":"Forbidden"}`}, heard{"google", api, diagnose.ResourceState, likely, none}},
		"Google, app in testing":     {told{body: `Error 403: access_denied. The developer hasn’t given you access to this app.`}, heard{"google", api, diagnose.ConsentMissing, likely, none}},
		"Google Maps, printed":       {told{body: `Error: Status is REQUEST_DENIED. API keys with referer restrictions cannot be used with this API.`}, heard{"google-maps", api, diagnose.IPAllowlist, certain, none}},
		"GitHub, push of an App":     {told{body: "refusing to allow a GitHub App to create or update workflow `.github/workflows/x.yml` without `workflows` permission"}, heard{"github", api, diagnose.MissingPermission, certain, none}},
		"GitHub, push of a token":    {told{body: "refusing to allow a Personal Access Token to create or update workflow `.github/workflows/x.yml` without `workflow` scope"}, heard{"github", api, diagnose.MissingScope, certain, none}},
		"GitHub, Copilot":            {told{status: 403, body: `unauthorized: not authorized to use this Copilot feature`}, heard{"github", api, diagnose.FeatureOff, likely, none}},
		"registry, ghcr":             {told{body: `denied: installation not allowed to Write organization package`}, heard{"container-registry", api, diagnose.MissingPermission, likely, none}},
		"registry, scopes":           {told{body: `denied: permission_denied: The token provided does not match expected scopes.`}, heard{"container-registry", api, diagnose.MissingScope, certain, none}},
		"registry, Docker Hub":       {told{body: `push access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`}, heard{"container-registry", api, diagnose.MissingPermission, likely, none}},
		"registry, nobody":           {told{status: 401, body: `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://r.example/oauth2/token: 401 Unauthorized`}, heard{"container-registry", api, diagnose.MissingHeader, likely, none}},
		"Discord, discord.js":        {told{body: "DiscordAPIError[50013]: Missing Permissions\n    at x"}, heard{"discord", api, diagnose.MissingPermission, certain, none}},
		"Discord, bots":              {told{body: "DiscordAPIError: Bots cannot use this endpoint"}, heard{"discord", api, diagnose.NeedsUserContext, certain, none}},
		"Cloudflare's API, Go":       {told{body: `error listing Zone: HTTP status 403: Unknown X-Auth-Key or X-Auth-Email (9103)`}, heard{"cloudflare-api", api, diagnose.BadToken, certain, none}},
		"Cloudflare, client's class": {told{body: `CloudflareError: 1020, Access Denied (Custom Firewall Rules)`}, heard{"cloudflare", diagnose.AnswererCDN, diagnose.WAFOrProxy, certain, none}},
		"AWS, tool, resource":        {told{body: `An error occurred (AccessDenied) when calling the SendMessage operation: Access to the resource https://sqs.eu-west-1.amazonaws.com/1/q is denied.`}, heard{"aws", api, diagnose.MissingPermission, likely, none}},
		"AWS, tool, headers":         {told{body: `An error occurred (AccessDenied) when calling the PutObject operation: There were headers present in the request which were not signed`}, heard{"aws", api, diagnose.BadToken, certain, none}},
		"AWS, sign-in":               {told{body: `An error occurred (UnauthorizedException) when calling the GetRoleCredentials operation: Session token not found or invalid`}, heard{"aws", api, diagnose.ExpiredToken, likely, none}},
		"Azure storage, HEAD":        {told{status: 403, headers: []string{"x-ms-error-code: AuthorizationPermissionMismatch"}}, heard{"storage", storage, diagnose.MissingPermission, certain, none}},
		"Power BI":                   {told{status: 403, body: `{"error":{"code":"PowerBINotAuthorizedException","pbi.error":{"code":"PowerBINotAuthorizedException"}}}`}, heard{"power-bi", api, diagnose.MissingPermission, likely, none}},
		"Power BI, application":      {told{status: 403, body: `{"Message":"API is not accessible for application"}`}, heard{"power-bi", api, diagnose.FeatureOff, likely, none}},
		"Google, app of the key":     {told{status: 403, body: `{"error":{"code":403,"message":"Requests from this iOS client application com.example are blocked.","status":"PERMISSION_DENIED"}}`}, heard{"google", api, diagnose.ClientDisabled, likely, none}},
		"Google, IAP":                {told{status: 401, body: `Invalid IAP credentials: empty token`}, heard{"google", api, diagnose.MissingHeader, certain, none}},
		"Google, the user himself":   {told{status: 403, body: `{"error":{"code":403,"message":"User does not have any Google Analytics account.","errors":[{"reason":"insufficientPermissions","domain":"global"}]}}`}, heard{"google", api, diagnose.MissingPermission, likely, none}},
		"Google, delegation":         {told{status: 401, body: `{"error":"unauthorized_client","error_description":"Client is unauthorized to retrieve access tokens using this method, or client not authorized for any of the scopes requested."}`}, heard{"google", api, diagnose.ConsentMissing, likely, none}},
		"GitHub, ID token":           {told{body: `Error: Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable`}, heard{"github", api, diagnose.MissingPermission, certain, none}},
		"GitLab, git":                {told{body: `remote: HTTP Basic: Access denied. The provided password or token is incorrect or your account has 2FA enabled.`}, heard{"gitlab", api, diagnose.BadToken, likely, none}},
		"GitLab, push":               {told{body: `remote: You are not allowed to push code to this project.`}, heard{"gitlab", api, diagnose.MissingPermission, likely, none}},
		"Slack, webhook":             {told{call: "POST https://hooks.slack.com/services/x", status: 403, body: `action_prohibited`}, heard{"slack", api, diagnose.MissingPermission, likely, none}},
		"Cloudflare's API, token":    {told{status: 403, body: `{"success":false,"errors":[{"code":9109,"message":"Invalid access token"}],"messages":[],"result":null}`}, heard{"cloudflare-api", api, diagnose.BadToken, certain, none}},
		"registry, no credentials":   {told{body: `Error response from daemon: Head "https://1.dkr.ecr.eu-west-1.amazonaws.com/v2/x": no basic auth credentials`}, heard{"container-registry", api, diagnose.MissingHeader, likely, none}},
		"API Gateway, scope":         {told{status: 403, headers: []string{`WWW-Authenticate: Bearer scope="orders/read" error="insufficient_scope"`, "apigw-requestid: x"}, body: `{"message":"Forbidden"}`}, heard{"aws-api-gateway", diagnose.AnswererGateway, diagnose.MissingScope, certain, diagnose.AnyOf("orders/read")}},
		"AWS, public access":         {told{body: `User: arn:aws:iam::********1111:user/x is not authorized to perform: s3:PutBucketPolicy on resource: "arn:aws:s3:::b" because public policies are blocked by the BlockPublicPolicy block public access setting.`}, heard{"aws", api, diagnose.FeatureOff, certain, none}},
		"Azure storage, azcopy":      {told{body: "RESPONSE Status: 403\nX-Ms-Error-Code: [AuthenticationFailed]\nSignature not valid in the specified time frame: Start [x] - Expiry [y] - Current [z]"}, heard{"storage", storage, diagnose.ExpiredToken, certain, none}},
		"Azure, Terraform":           {told{body: `unexpected status 403 (403 Forbidden) with error: RequestDisallowedByPolicy: Resource 'x' was disallowed by policy.`}, heard{"azure", api, diagnose.Other, likely, none}},
		"SharePoint, OData":          {told{status: 403, body: `{"odata.error":{"code":"-2147024891, System.UnauthorizedAccessException","message":{"lang":"en-US","value":"Attempted to perform an unauthorized operation."}}}`}, heard{"sharepoint", api, diagnose.MissingPermission, likely, none}},
		"Google, gcloud":             {told{body: `ERROR: (gcloud.run.deploy) PERMISSION_DENIED: Permission 'iam.serviceaccounts.actAs' denied on service account x@y (or it may not exist).`}, heard{"google", api, diagnose.MissingPermission, certain, diagnose.AllOf("iam.serviceaccounts.actAs")}},
		"Google, federation":         {told{status: 403, body: `{"error":"unauthorized_client","error_description":"The given credential is rejected by the attribute condition."}`}, heard{"google", api, diagnose.BadToken, likely, none}},
		"Google, nobody at storage":  {told{status: 403, body: `<?xml version='1.0'?><Error><Code>AccessDenied</Code><Message>Access denied.</Message><Details>Anonymous caller does not have storage.objects.get access to the Google Cloud Storage object.</Details></Error>`}, heard{"storage", storage, diagnose.MissingHeader, likely, none}},
		"Kubernetes, not logged in":  {told{body: `error: You must be logged in to the server (Unauthorized)`}, heard{"kubernetes", api, diagnose.BadToken, likely, none}},
		"Confluence, no licence":     {told{status: 403, body: `{"statusCode":403,"message":"x.PermissionException: User not permitted to use confluence"}`}, heard{"atlassian", api, diagnose.FeatureOff, likely, none}},
		"OpenShift, old":             {told{body: `Error from server: User "jane" cannot create policybindings in project "p"`}, heard{"kubernetes", api, diagnose.MissingPermission, certain, diagnose.AllOf("create policybindings")}},
	})
}

// A client's own words hint at nothing where its text quotes the server.
func TestHintsOfTheClientDoNotCount(t *testing.T) {
	r := told{status: 403, body: `Error: verify credentials: 403 Forbidden: {"type": "error", "error": {"message": "Forbidden"}}`}.listen(t)
	assert.Empty(t, r.Points)
	r = told{status: 403, body: `Error: sync: {"type": "error", "error": {"message": "Forbidden for this tenant"}}`}.listen(t)
	require.NotEmpty(t, r.Points)
	assert.Equal(t, diagnose.WrongOrg, r.Points[0].Cause)
}
