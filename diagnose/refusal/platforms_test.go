package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

func TestOtherPlatforms(t *testing.T) {
	api, none := diagnose.AnswererAPI, diagnose.Requirement{}
	login := diagnose.AnswererLogin
	check(t, map[string]hearing{
		"GitHub, app":             {told{status: 403, headers: []string{"X-Accepted-GitHub-Permissions: contents=write,metadata=read"}, body: `{"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com/x"}`}, heard{"github", api, diagnose.MissingPermission, likely, diagnose.AllOf("contents=write", "metadata=read")}},
		"GitHub, alternatives":    {told{status: 403, headers: []string{"X-Accepted-GitHub-Permissions: pull_requests=read; contents=read"}, body: `{"message":"Resource not accessible by personal access token"}`}, heard{"github", api, diagnose.MissingPermission, likely, diagnose.AnyOf("pull_requests=read", "contents=read")}},
		"GitHub, scopes":          {told{status: 403, headers: []string{"X-GitHub-Request-Id: 1", "X-OAuth-Scopes: gist", "X-Accepted-OAuth-Scopes: admin:org, read:org"}, body: `{"message":"Forbidden"}`}, heard{"github", api, diagnose.MissingScope, certain, diagnose.AnyOf("admin:org", "read:org")}},
		"GitHub, scope contained": {told{status: 403, headers: []string{"X-GitHub-Request-Id: 1", "X-OAuth-Scopes: admin:org", "X-Accepted-OAuth-Scopes: read:org"}, body: `{"message":"Forbidden"}`}, heard{platform: "github", answerer: api}},
		"GitHub, single sign-on":  {told{status: 403, headers: []string{"X-GitHub-SSO: required; url=https://x"}, body: `{"message":"x","documentation_url":"https://docs.github.com/x"}`}, heard{"github", api, diagnose.ConsentMissing, likely, none}},
		"GitHub, secondary limit": {told{status: 403, body: `{"message":"You have exceeded a secondary rate limit."}`}, heard{"github", api, diagnose.RateLimited, certain, none}},
		"GitHub, primary limit":   {told{call: "GET https://api.github.com/x", status: 403, headers: []string{"X-RateLimit-Remaining: 0"}, body: `{"message":"x"}`}, heard{"github", api, diagnose.RateLimited, certain, none}},
		"GitHub, address":         {told{status: 403, body: "the `x` organization has an IP allow list enabled"}, heard{"github", api, diagnose.IPAllowlist, certain, none}},
		"Google, scope":           {told{status: 403, body: `{"error":{"code":403,"message":"x","status":"PERMISSION_DENIED","details":[{"@type":"y"},{"reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","metadata":{"method":"m.L"}}]}}`}, heard{"google", api, diagnose.MissingScope, certain, none}},
		"Google, older reason":    {told{status: 403, body: `{"error":{"code":403,"message":"Insufficient Permission","errors":[{"reason":"insufficientPermissions"}]}}`}, heard{"google", api, diagnose.MissingScope, likely, none}},
		"Google, IAM":             {told{status: 403, body: `{"error":{"code":403,"status":"PERMISSION_DENIED","message":"Permission 'pubsub.topics.get' denied on resource 'projects/p/topics/t' (or it may not exist)."}}`}, heard{"google", api, diagnose.MissingPermission, certain, diagnose.AllOf("pubsub.topics.get")}},
		"Google, service off":     {told{status: 403, body: `{"error":{"code":403,"status":"PERMISSION_DENIED","message":"x","details":[{"reason":"SERVICE_DISABLED","metadata":{"service":"x.googleapis.com"}}]}}`}, heard{"google", api, diagnose.FeatureOff, certain, none}},
		"Google, rate":            {told{status: 403, body: `{"error":{"code":403,"message":"x","errors":[{"reason":"userRateLimitExceeded"}]}}`}, heard{"google", api, diagnose.RateLimited, certain, none}},
		"Graph, privileges":       {told{status: 403, body: `{"error":{"code":"Authorization_RequestDenied","message":"Insufficient privileges to complete the operation."}}`}, heard{"microsoft-graph", api, diagnose.MissingPermission, likely, none}},
		"Graph, lists":            {told{status: 403, body: `{"error":{"code":"Forbidden","message":"Missing scope permissions on the request. API requires one of 'Team.ReadBasic.All, Group.Read.All'. Scopes on the request 'User.Read'","innerError":{}}}`}, heard{"microsoft-graph", api, diagnose.MissingScope, certain, diagnose.AnyOf("Team.ReadBasic.All", "Group.Read.All")}},
		"Graph, nobody":           {told{status: 400, body: `{"error":{"code":"BadRequest","message":"/me request is only valid with delegated authentication flow.","innerError":{}}}`}, heard{"microsoft-graph", api, diagnose.NeedsUserContext, certain, none}},
		"Graph, audience":         {told{status: 401, body: `{"error":{"code":"InvalidAuthenticationToken","message":"Access token validation failure. Invalid audience."}}`}, heard{"microsoft-graph", api, diagnose.WrongAudience, certain, none}},
		"Graph, expired":          {told{status: 401, body: `{"error":{"code":"InvalidAuthenticationToken","message":"Lifetime validation failed, the token is expired."}}`}, heard{"microsoft-graph", api, diagnose.ExpiredToken, certain, none}},
		"Entra, consent":          {told{status: 400, body: `{"error":"invalid_grant","error_description":"AADSTS65001: The user or administrator has not consented"}`}, heard{"entra", login, diagnose.ConsentMissing, certain, none}},
		"Entra, expired secret":   {told{status: 401, body: `{"error":"invalid_client","error_description":"AADSTS7000222: x"}`}, heard{"entra", login, diagnose.ExpiredToken, certain, none}},
		"Entra, wrong secret":     {told{body: "AADSTS7000215: Invalid client secret provided."}, heard{"entra", login, diagnose.BadToken, certain, none}},
		"Entra, unknown number":   {told{status: 400, body: `{"error":"invalid_grant","error_description":"AADSTS99: x"}`}, heard{"entra", login, diagnose.ExpiredToken, likely, none}},
		"Azure":                   {told{status: 403, body: `{"error":{"code":"AuthorizationFailed","message":"The client 'c' with object id 'o' does not have authorization to perform action 'Microsoft.Storage/a/read' over scope '/subscriptions/s'."}}`}, heard{"azure", api, diagnose.MissingPermission, certain, diagnose.AllOf("Microsoft.Storage/a/read")}},
		"Slack":                   {told{status: 200, body: `{"ok":false,"error":"missing_scope","needed":"channels:history,groups:history","provided":"chat:write"}`}, heard{"slack", api, diagnose.MissingScope, certain, diagnose.AnyOf("channels:history", "groups:history")}},
		"Slack, channel":          {told{status: 200, body: `{"ok":false,"error":"not_in_channel"}`}, heard{"slack", api, diagnose.ResourceState, certain, none}},
		"Zoom":                    {told{status: 400, body: `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user, user:read:admin]."}`}, heard{"zoom", api, diagnose.MissingScope, certain, diagnose.AnyOf("user:read:user", "user:read:admin")}},
		"HubSpot":                 {told{status: 403, headers: []string{"Server: cloudflare"}, body: `{"status":"error","category":"MISSING_SCOPES","message":"x","errors":[{"context":{"requiredScopes":["crm.objects.contacts.read"]}}]}`}, heard{"hubspot", api, diagnose.MissingScope, certain, diagnose.AnyOf("crm.objects.contacts.read")}},
		"Salesforce":              {told{status: 403, body: `[{"message":"x","errorCode":"API_DISABLED_FOR_ORG"}]`}, heard{"salesforce", api, diagnose.FeatureOff, certain, none}},
		"Salesforce, text":        {told{status: 403, body: `Bad_OAuth_Token`}, heard{"salesforce", api, diagnose.ExpiredToken, likely, none}},
		"Spotify":                 {told{status: 403, body: `{"error":{"status":403,"message":"Insufficient client scope"}}`}, heard{"spotify", api, diagnose.MissingScope, certain, none}},
		"Kubernetes":              {told{status: 403, body: `{"kind":"Status","apiVersion":"v1","status":"Failure","message":"deployments.apps is forbidden: User \"jane\" cannot list resource \"deployments\" in API group \"apps\" in the namespace \"prod\"","reason":"Forbidden","code":403}`}, heard{"kubernetes", api, diagnose.MissingPermission, certain, diagnose.AllOf("list deployments.apps")}},
		"Kubernetes, nobody":      {told{status: 403, body: `pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope`}, heard{"kubernetes", api, diagnose.MissingHeader, likely, none}},
		"Kubernetes, default":     {told{status: 403, body: `pods is forbidden: User "system:serviceaccount:app:default" cannot list pods at the cluster scope`}, heard{"kubernetes", api, diagnose.MissingPermission, likely, diagnose.AllOf("list pods")}},
		"Kubernetes, admission":   {told{status: 403, body: `admission webhook "v.example.com" denied the request: no latest tag`}, heard{"kubernetes", api, diagnose.PayloadSemantics, likely, none}},
		"Kubernetes, quota":       {told{status: 403, body: `pods "x" is forbidden: exceeded quota: q, requested: cpu=2`}, heard{"kubernetes", api, diagnose.RateLimited, likely, none}},
		"AWS":                     {told{status: 403, body: `User: arn:aws:iam::********1111:user/x is not authorized to perform: ssm:GetParameters on resource: arn:aws:ssm:eu-west-1:********1111:parameter/p because no identity-based policy allows the ssm:GetParameters action`}, heard{"aws", api, diagnose.MissingPermission, certain, diagnose.AllOf("ssm:GetParameters")}},
		"AWS, JSON":               {told{status: 400, body: `{"__type":"com.amazon.coral.service#ExpiredTokenException","message":"The security token included in the request is expired"}`}, heard{"aws", api, diagnose.ExpiredToken, certain, none}},
		"AWS, tool":               {told{body: `An error occurred (SignatureDoesNotMatch) when calling the GetObject operation: x`}, heard{"aws", api, diagnose.BadToken, certain, none}},
		"AWS, XML":                {told{status: 403, body: `<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>x</Message></Error></ErrorResponse>`}, heard{"aws", api, diagnose.BadToken, certain, none}},
		"AWS, code in the middle": {told{status: 403, body: "creating fleet UnauthorizedOperation: You are not authorized to perform this operation. Encoded authorization failure message: 0l-K"}, heard{"aws", api, diagnose.MissingPermission, certain, none}},
		"AWS, model":              {told{call: "POST https://bedrock-runtime.us-east-1.amazonaws.com/model/m/invoke", status: 403, headers: []string{"x-amzn-ErrorType: AccessDeniedException"}, body: `{"message":"You don't have access to the model with the specified model ID."}`}, heard{"aws", api, diagnose.FeatureOff, likely, none}},
		"Azure, not AWS":          {told{status: 400, body: `{"error":{"code":"ForbiddenByRbac","message":"Caller is not authorized to perform action on resource."}}`}, heard{"azure", api, diagnose.MissingPermission, certain, none}},
		"Azure, line of its CLI":  {told{body: `ERROR: (RequestDisallowedByPolicy) Resource 'x' was disallowed by policy.`}, heard{"azure", api, diagnose.Other, likely, none}},
		"Azure, storage in text":  {told{status: 403, body: "This request is not authorized to perform this operation.\nErrorCode: AuthorizationFailure"}, heard{"storage", diagnose.AnswererStorage, diagnose.IPAllowlist, likely, none}},
		"Cloudflare, wrangler":    {told{status: 403, body: "A request to the Cloudflare API (/accounts/x/pages) failed. Authentication error [code: 10000]"}, heard{"cloudflare-api", api, diagnose.MissingPermission, likely, none}},
		"Google, Firebase":        {told{status: 403, body: `{"error":{"code":403,"message":"SenderId mismatch","status":"PERMISSION_DENIED","details":[{"@type":"x","errorCode":"SENDER_ID_MISMATCH"}]}}`}, heard{"google", api, diagnose.WrongOrg, certain, none}},
		"Google, Ads":             {told{status: 403, body: `{"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED","details":[{"errors":[{"errorCode":{"authorizationError":"DEVELOPER_TOKEN_NOT_APPROVED"},"message":"x"}]}]}}`}, heard{"google", api, diagnose.ConsentMissing, certain, none}},
		"Google, Go client":       {told{body: "googleapi: Error 403: The user is over quota, storageQuotaExceeded"}, heard{"google", api, diagnose.RateLimited, likely, none}},
		"Google, Python client":   {told{body: `<HttpError 403 when requesting https://x returned "x". Details: "[{'message': 'x', 'domain': 'global', 'reason': 'appNotAuthorizedToFile'}]">`}, heard{"google", api, diagnose.MissingScope, likely, none}},
		"Kubernetes, plugin":      {told{status: 403, body: `pods "x" is forbidden: failed quota: q: must specify limits.cpu`}, heard{"kubernetes", api, diagnose.PayloadSemantics, likely, none}},
		"Kubernetes, escalation":  {told{status: 403, body: `roles.rbac.authorization.k8s.io "r" is forbidden: user "u" (groups=["g"]) is attempting to grant RBAC permissions not currently held: {}`}, heard{"kubernetes", api, diagnose.MissingPermission, certain, none}},
		"PayPal, issue":           {told{status: 403, body: `{"name":"NOT_AUTHORIZED","message":"x","debug_id":"1","details":[{"issue":"NOT_ELIGIBLE_FOR_TOKEN_PROCESSING"}]}`}, heard{"paypal", api, diagnose.FeatureOff, certain, none}},
		"PayPal, name":            {told{status: 403, body: `{"name":"NOT_AUTHORIZED","message":"x","debug_id":"1"}`}, heard{"paypal", api, diagnose.MissingPermission, likely, none}},
		"TikTok":                  {told{status: 403, body: `{"data":{},"error":{"code":"spam_risk_too_many_posts","message":"x","log_id":"1"}}`}, heard{"tiktok", api, diagnose.RateLimited, certain, none}},
		"eBay":                    {told{status: 403, body: `{"errors":[{"errorId":1100,"domain":"ACCESS","category":"REQUEST","message":"Access denied"}]}`}, heard{"ebay", api, diagnose.MissingScope, likely, none}},
		"LinkedIn, new form":      {told{status: 403, body: `{"message":"Not enough permissions to access Share: x.CREATE","status":403}`}, heard{"linkedin", api, diagnose.MissingScope, likely, none}},
		"GraphQL, scopes":         {told{status: 200, body: `{"errors":[{"message":"x","extensions":{"required_scopes":["boards:read"]}}]}`}, heard{"graphql", api, diagnose.MissingScope, certain, diagnose.AllOf("boards:read")}},
		"Okta, access policy":     {told{status: 400, body: `{"error":"access_denied","error_description":"Policy evaluation failed for this request, please check the policy configurations."}`}, heard{"okta", api, diagnose.MissingPermission, likely, none}},
		"Kubernetes, kubelet":     {told{status: 403, body: `nodes "a" is forbidden: node "b" is not allowed to modify node "a"`}, heard{"kubernetes", api, diagnose.MissingPermission, certain, none}},
		"Kubernetes, kubectl":     {told{status: 401, body: `error: You must be logged in to the server (the server has asked for the client to provide credentials)`}, heard{"kubernetes", api, diagnose.BadToken, likely, none}},
		"Google, Compute":         {told{body: `googleapi: Error 403: Required 'compute.instances.create' permission for 'projects/p/zones/z/instances/i', forbidden`}, heard{"google", api, diagnose.MissingPermission, certain, diagnose.AllOf("compute.instances.create")}},
		"OAuth, password":         {told{status: 403, body: `{"error":"invalid_grant","error_description":"Wrong email or password."}`}, heard{"oauth", api, diagnose.BadToken, likely, none}},
		"Notion, user":            {told{status: 401, body: `{"status":401,"object":"error","code":"unauthorized","message":"This user's account is restricted from accessing the public API."}`}, heard{"notion", api, diagnose.ConsentMissing, likely, none}},
		"Reddit":                  {told{status: 403, body: `{"reason":"private","message":"Forbidden","error":403}`}, heard{"reddit", api, diagnose.ResourceState, certain, none}},
		"AWS, Java":               {told{status: 403, body: "Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: 0)"}, heard{"aws", api, diagnose.MissingPermission, likely, none}},
		"AWS, Java, clock":        {told{status: 403, body: "x (Service: Amazon S3; Status Code: 403; Error Code: RequestTimeTooSkewed; Request ID: 0)"}, heard{"aws", api, diagnose.BadToken, certain, none}},
		"AWS, HEAD":               {told{status: 403, body: "An error occurred (403) when calling the HeadObject operation: Forbidden"}, heard{"aws", api, diagnose.MissingPermission, possible, none}},
		"GitHub, git":             {told{status: 403, body: "remote: Write access to repository not granted."}, heard{"github", api, diagnose.MissingPermission, certain, none}},
		"Graph, no user":          {told{status: 403, body: `{"error":{"code":"Forbidden","message":"application-only access is not supported for this API","innerError":{}}}`}, heard{"microsoft-graph", api, diagnose.NeedsUserContext, certain, none}},
		"Entra, federation":       {told{body: "AADSTS700213: No matching federated identity record found for presented assertion subject 'x'."}, heard{"entra", login, diagnose.WrongAudience, certain, none}},
		"Auth0, field":            {told{status: 403, body: "403 Forbidden: You cannot read the following fields: client_secret"}, heard{"auth0", api, diagnose.MissingScope, likely, none}},
		"Auth0, scope":            {told{status: 403, body: `{"statusCode":403,"error":"Forbidden","message":"Insufficient scope, expected any of: read:users,read:users_app","errorCode":"insufficient_scope"}`}, heard{"auth0", api, diagnose.MissingScope, certain, diagnose.AnyOf("read:users", "read:users_app")}},
		"Okta":                    {told{status: 403, body: `{"errorCode":"E0000006","errorSummary":"You do not have permission to perform the requested action"}`}, heard{"okta", api, diagnose.MissingPermission, likely, none}},
		"Okta, feature":           {told{status: 401, body: `{"errorCode":"E0000015","errorSummary":"You do not have permission to access the feature you are requesting"}`}, heard{"okta", api, diagnose.FeatureOff, certain, none}},
		"Django":                  {told{status: 403, body: `{"detail":"You do not have permission to perform this action."}`}, heard{"django-rest-framework", api, diagnose.MissingPermission, likely, none}},
		"Keycloak":                {told{call: "GET https://sso.example.com/admin/realms/r/users", status: 403, body: `{"error":"unknown_error"}`}, heard{"keycloak", api, diagnose.MissingRole, likely, none}},
		"Frappe, nobody":          {told{status: 403, body: `{"exc_type":"PermissionError","_server_messages":"[\"{\\\"message\\\": \\\"User <strong>Guest</strong> does not have doctype access via role permission for document <strong>Item</strong>\\\"}\"]"}`}, heard{"frappe", api, diagnose.MissingHeader, likely, none}},
		"Frappe, right":           {told{status: 403, body: `{"exc_type":"PermissionError","_server_messages":"[\"{\\\"message\\\": \\\"User jane does not have doctype access via role permission for document Item\\\"}\"]"}`}, heard{"frappe", api, diagnose.MissingPermission, likely, none}},
		"Magento":                 {told{status: 401, body: `{"message":"The consumer isn't authorized to access %resources.","parameters":{"resources":"Magento_Catalog::products"}}`}, heard{"magento", api, diagnose.MissingPermission, likely, diagnose.AllOf("Magento_Catalog::products")}},
		"Magento, oneself":        {told{status: 401, body: `{"message":"Consumer is not authorized to access %resources","parameters":{"resources":"self"}}`}, heard{"magento", api, diagnose.NeedsUserContext, likely, none}},
		"WordPress, denied":       {told{status: 403, body: `{"code":"woocommerce_rest_cannot_batch","message":"x","data":{"status":403}}`}, heard{"wordpress", api, diagnose.MissingPermission, likely, none}},
		"WordPress, nobody":       {told{status: 401, body: `{"code":"rest_cannot_create","message":"x","data":{"status":401}}`}, heard{"wordpress", api, diagnose.MissingHeader, likely, none}},
		"GitLab, job token":       {told{status: 403, body: `remote: Authentication by CI/CD job token not allowed from a/b to a/c.`}, heard{"gitlab", api, diagnose.MissingPermission, certain, none}},
		"Google Maps":             {told{status: 200, body: `{"status":"REQUEST_DENIED","results":[],"error_message":"API keys with referer restrictions cannot be used with this API."}`}, heard{"google-maps", api, diagnose.IPAllowlist, certain, none}},
		"SharePoint":              {told{status: 403, body: `{"error":{"code":"-2130575252, Microsoft.SharePoint.SPException","message":{"lang":"en-US","value":"The security validation for this page is invalid."}}}`}, heard{"sharepoint", api, diagnose.CSRFOrCORS, certain, none}},
		"Azure, key vault":        {told{status: 403, body: `{"error":{"code":"Forbidden","message":"The user, group or application 'appid=a' does not have secrets get permission on key vault 'v;location=w'.","innererror":{"code":"AccessDenied"}}}`}, heard{"azure", api, diagnose.MissingPermission, certain, none}},
		"Azure, vault's firewall": {told{status: 403, body: `{"error":{"code":"Forbidden","message":"x","innererror":{"code":"ForbiddenByFirewall"}}}`}, heard{"azure", api, diagnose.IPAllowlist, certain, none}},
		"Jenkins":                 {told{status: 403, headers: []string{"X-Required-Permission: hudson.model.Hudson.Read"}, body: `<html>Authentication required</html>`}, heard{"jenkins", api, diagnose.MissingPermission, certain, diagnose.AllOf("hudson.model.Hudson.Read")}},
		"Jenkins, sentence":       {told{status: 403, body: `jdoe is missing the Job/Build permission`}, heard{"jenkins", api, diagnose.MissingPermission, certain, diagnose.AllOf("Job/Build")}},
		"Matrix":                  {told{status: 403, body: `{"errcode":"M_CONSENT_NOT_GIVEN","error":"Please accept","consent_uri":"https://x"}`}, heard{"matrix", api, diagnose.ConsentMissing, certain, none}},
		"Matrix, sentence":        {told{status: 403, body: `{"errcode":"M_FORBIDDEN","error":"You don't have permission to invite users"}`}, heard{"matrix", api, diagnose.MissingPermission, likely, none}},
		"GitHub, actions":         {told{body: `Error: GitHub Actions is not permitted to create or approve pull requests.`}, heard{"github", api, diagnose.FeatureOff, certain, none}},
		"X, printed":              {told{body: "tweepy.errors.Forbidden: 403 Forbidden\nWhen authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Twitter developer App that is attached to a Project."}, heard{"x", api, diagnose.FeatureOff, certain, none}},
		"Doorkeeper":              {told{status: 403, headers: []string{`WWW-Authenticate: Bearer error="invalid_scope", error_description="Access to this resource requires scope write."`}}, heard{"oauth", "", diagnose.MissingScope, likely, none}},
		"Strava":                  {told{status: 401, body: `{"message":"Authorization Error","errors":[{"resource":"AccessToken","field":"activity:read_permission","code":"missing"}]}`}, heard{"strava", api, diagnose.MissingScope, certain, diagnose.AllOf("activity:read")}},
		"Jira, captcha":           {told{status: 403, headers: []string{"X-Authentication-Denied-Reason: CAPTCHA_CHALLENGE; login-url=https://x"}, body: `<html>Forbidden</html>`}, heard{"atlassian", api, diagnose.Other, certain, none}},
		"Salesforce, SOAP":        {told{status: 500, body: `<faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>x</faultstring>`}, heard{"salesforce", api, diagnose.ExpiredToken, likely, none}},
		"Salesforce, no scope":    {told{status: 401, body: `[{"message":"This session is not valid for use with the REST API","errorCode":"INVALID_SESSION_ID"}]`}, heard{"salesforce", api, diagnose.MissingScope, likely, none}},
		"X, by its body":          {told{status: 403, body: `{"title":"Unsupported Authentication","detail":"Authenticating with OAuth 2.0 Application-Only is forbidden for this endpoint.","type":"https://api.twitter.com/2/problems/unsupported-authentication","status":403}`}, heard{"x", api, diagnose.NeedsUserContext, certain, none}},
		"Discord, by its body":    {told{status: 403, body: `{"message":"Missing Access","code":50001}`}, heard{"discord", api, diagnose.ResourceState, likely, none}},
		"Slack, printed":          {told{body: `The server responded with: {'ok': False, 'error': 'not_in_channel'}`}, heard{"slack", api, diagnose.ResourceState, certain, none}},
		"Meta, app blocked":       {told{status: 400, body: `{"error":{"message":"API access blocked.","type":"OAuthException","code":200}}`}, heard{"meta", api, diagnose.ClientDisabled, likely, none}},
		"Cognito, scope":          {told{status: 400, body: `{"__type":"NotAuthorizedException","message":"Access Token does not have required scopes"}`}, heard{"aws", api, diagnose.MissingScope, certain, none}},
		"GraphQL, words first":    {told{status: 200, body: `{"errors":[{"message":"Required access: read_customers access scope.","extensions":{"code":"ACCESS_DENIED"}}]}`}, heard{"graphql", api, diagnose.MissingScope, likely, none}},
		"GraphQL, AppSync":        {told{status: 200, body: `{"data":null,"errors":[{"errorType":"Unauthorized","message":"Not Authorized to access getX on type Query"}]}`}, heard{"graphql", api, diagnose.MissingPermission, possible, none}},
		"Discord":                 {told{call: "PUT https://discord.com/api/v10/x", status: 403, body: `{"message":"Missing Permissions","code":50013}`}, heard{"discord", api, diagnose.MissingPermission, certain, none}},
		"X":                       {told{call: "GET https://api.x.com/2/x", status: 403, body: `{"title":"Forbidden","detail":"x","reason":"client-not-enrolled"}`}, heard{"x", api, diagnose.FeatureOff, certain, none}},
		"RingCentral":             {told{status: 403, body: `{"errorCode":"InsufficientPermissions","message":"x","permissionName":"ReadCallLog","errors":[{"errorCode":"CMN-401"}]}`}, heard{"ringcentral", api, diagnose.MissingPermission, certain, diagnose.AllOf("ReadCallLog")}},
		"Pipedrive":               {told{status: 403, headers: []string{"Server: cloudflare"}, body: `{"success":false,"error":"Scope and URL mismatch","errorCode":403}`}, heard{"pipedrive", api, diagnose.MissingScope, likely, none}},
		"WordPress":               {told{status: 403, body: `{"code":"rest_cookie_invalid_nonce","message":"x","data":{"status":403}}`}, heard{"wordpress", api, diagnose.CSRFOrCORS, certain, none}},
		"Meta":                    {told{status: 403, body: `{"error":{"message":"(#200) Requires x permission","type":"OAuthException","code":200,"fbtrace_id":"1"}}`}, heard{"meta", api, diagnose.MissingScope, likely, none}},
		"Meta, expired":           {told{status: 400, body: `{"error":{"message":"x","type":"OAuthException","code":190,"error_subcode":463,"fbtrace_id":"1"}}`}, heard{"meta", api, diagnose.ExpiredToken, certain, none}},
		"Dropbox":                 {told{status: 401, body: `{"error_summary":"missing_scope/..","error":{".tag":"missing_scope","required_scope":"files.content.write"}}`}, heard{"dropbox", api, diagnose.MissingScope, certain, diagnose.AllOf("files.content.write")}},
		"Xero":                    {told{status: 403, body: `{"Type":null,"Title":"Forbidden","Status":403,"Detail":"AuthenticationUnsuccessful"}`}, heard{"xero", api, diagnose.WrongOrg, likely, none}},
		"OpenAI":                  {told{status: 401, body: `{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.model.read. Check your role","type":"invalid_request_error","param":null,"code":null}}`}, heard{"openai", api, diagnose.MissingScope, certain, diagnose.AllOf("api.model.read")}},
		"LinkedIn":                {told{status: 403, body: `{"serviceErrorCode":100,"message":"Not enough permissions to access: GET /me","status":403}`}, heard{"linkedin", api, diagnose.MissingScope, likely, none}},
		"Cloudflare's API":        {told{status: 403, headers: []string{"Server: cloudflare"}, body: `{"success":false,"errors":[{"code":10000,"message":"Authentication error"}],"messages":[],"result":null}`}, heard{"cloudflare-api", api, diagnose.MissingPermission, likely, none}},
		"problem details":         {told{status: 403, headers: []string{"Content-Type: application/problem+json"}, body: `{"type":"https://example.com/errors/insufficient-scope","title":"Scope missing","status":403}`}, heard{"problem", api, diagnose.MissingScope, likely, none}},
	})
}

func TestBearerChallenges(t *testing.T) {
	none := diagnose.Requirement{}
	for name, tc := range map[string]struct {
		header string
		cause  diagnose.Cause
		sure   diagnose.Certainty
		need   diagnose.Requirement
	}{
		"scope named":        {`Bearer realm="a, b", error="insufficient_scope", scope="x:read x:write"`, diagnose.MissingScope, certain, diagnose.AnyOf("x:read", "x:write")},
		"scope not named":    {`Bearer error="insufficient_scope"`, diagnose.MissingScope, likely, none},
		"scope, but expired": {`Bearer error="insufficient_scope", error_description="The token is expired"`, diagnose.ExpiredToken, likely, none},
		"expired":            {`Bearer error="invalid_token", error_description="The token has \"expired\""`, diagnose.ExpiredToken, certain, none},
		"audience":           {`Bearer error="invalid_token", error_description="The audience 'x' is invalid"`, diagnose.WrongAudience, certain, none},
		"signature":          {`Bearer error="invalid_token", error_description="The signature key was not found"`, diagnose.BadToken, certain, none},
		"token, no more":     {`Bearer error=invalid_token`, diagnose.BadToken, likely, none},
		"second challenge":   {`Basic realm="x", Bearer realm="y", error="insufficient_scope", scope="z"`, diagnose.MissingScope, certain, diagnose.AnyOf("z")},
		"step-up":            {`Bearer error="insufficient_user_authentication", acr_values="strong"`, diagnose.Other, likely, none},
		"step-up, age":       {`Bearer error="insufficient_user_authentication", max_age=300`, diagnose.ExpiredToken, likely, none},
	} {
		t.Run(name, func(t *testing.T) {
			r := told{status: 403, headers: []string{"WWW-Authenticate: " + tc.header}}.listen(t)
			require.NotEmpty(t, r.Points)
			p := r.Points[0]
			assert.Equal(t, tc.cause, p.Cause, p.Says)
			assert.Equal(t, tc.sure.String(), p.Certainty.String())
			assert.Equal(t, tc.need, p.Need)
			assert.Equal(t, 20, p.At.Line, "it points at the header")
		})
	}
	assert.Empty(t, told{status: 403, headers: []string{"WWW-Authenticate: Bearer"}}.listen(t).Points)
}

func TestHeldScopes(t *testing.T) {
	r := told{status: 200, body: `{"ok":false,"error":"missing_scope","needed":"a","provided":"b,c"}`}.listen(t)
	require.NotEmpty(t, r.Points)
	assert.Equal(t, []string{"b", "c"}, r.Points[0].Have)
	r = told{status: 403, headers: []string{"X-GitHub-Request-Id: 1", "X-OAuth-Scopes: gist, repo", "X-Accepted-OAuth-Scopes: admin:org"}}.listen(t)
	require.NotEmpty(t, r.Points)
	assert.Equal(t, []string{"gist", "repo"}, r.Points[0].Have)
}

func TestKubernetesNames(t *testing.T) {
	r := told{status: 403, body: `secrets "s" is forbidden: User "system:serviceaccount:ci:builder" cannot get resource "secrets" in API group "" in the namespace "prod"`}.listen(t)
	require.NotEmpty(t, r.Points)
	p := r.Points[0]
	assert.Equal(t, "system:serviceaccount:ci:builder", p.Principal)
	assert.Equal(t, "get secrets", p.Action)
	assert.Equal(t, "in namespace prod", p.Object)
	assert.Equal(t, "kubectl auth can-i get secrets --as=system:serviceaccount:ci:builder -n prod", p.Fixes[0].Run)
}

func TestAWSPolicyKinds(t *testing.T) {
	for reason, want := range map[string]string{
		"because no identity-based policy allows the s3:GetObject action":  "Attach a policy",
		"because no permissions boundary allows the s3:GetObject action":   "permissions boundary",
		"because no session policy allows the s3:GetObject action":         "session policy",
		"with an explicit deny in a service control policy":                "Deny statement in a service control policy",
		"because no service control policy allows the s3:GetObject action": "service control policy",
		"because no resource-based policy allows the s3:GetObject action":  "policy of the resource",
		"because no VPC endpoint policy allows the s3:GetObject action":    "VPC endpoint",
		"":                      "Attach a policy",
		"with an explicit deny": "Deny statement",
	} {
		r := told{status: 403, body: `User: arn:aws:sts::********1111:assumed-role/r/s is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/k" ` + reason}.listen(t)
		require.NotEmpty(t, r.Points)
		p := r.Points[0]
		assert.Contains(t, p.Fixes[0].Do, want)
		assert.Equal(t, "arn:aws:sts::********1111:assumed-role/r/s", p.Principal)
		assert.Equal(t, "arn:aws:s3:::b/k", p.Object)
	}
}
