package refusal

import "github.com/why403/why403/diagnose"

// phrases are turns of words that servers of many kinds use for one cause. Words
// are compared as [plain] leaves them; each part begins at a word's beginning, and
// "*" lets up to eight words pass.
type phrases struct {
	cause diagnose.Cause
	sure  diagnose.Certainty // Likely or Possible; never Certain, for these are only words
	turns []string
}

// The turns of words, the most telling first: where two causes are found, the one
// that stands higher comes first among equals. "subscription has expired" must stand
// above "has expired".
var phraseBook = [...]phrases{
	// what a later, shorter turn would take for something else
	{diagnose.BadToken, diagnose.Likely, []string{"invalid license key", "api key*leaked", "api key*reported as", "does not contain*valid key",
		"headers*not signed", "timestamp*outside", "timestamp*window", "clock*skew"}},
	{diagnose.WrongAudience, diagnose.Likely, []string{"not contain resource id", "service not found"}},
	{diagnose.WrongRegion, diagnose.Likely, []string{"credential should be scoped to a valid region", "wrong datacenter", "different datacenter", "wrong data center", "different data center"}},
	{diagnose.MissingHeader, diagnose.Likely, []string{"unregistered callers", "user agent*required", "user agent header", "set a user agent", "parameter or cookie", "client certificate*required", "no*certificate was sent"}},
	{diagnose.MissingPermission, diagnose.Likely, []string{"required rbac permission", "security constraints", "access level is lower"}},

	{diagnose.RateLimited, diagnose.Likely, []string{"rate limit", "ratelimit", "too many requests", "request limit*exceeded", "quota*exceeded", "exceeded*quota", "throttl",
		"request rate", "cap exceeded", "out of*quota", "request limit reached", "usage limit"}},
	{diagnose.CSRFOrCORS, diagnose.Likely, []string{"csrf", "xsrf", "cross site request forgery", "antiforgery cookie", "antiforgery token", "antiforgery", "anti forgery", "authenticity token", "referer checking",
		"invalid cors", "allowed by cors", "cors", "cross origin", "origin*not allowed", "origin*not permitted", "origin not*trusted", "origin*not on*list", "origin*whitelist", "origin*allowlist",
		"not check origin", "disallowed origin", "invalid origin", "host not allowed", "security validation for this page"}},
	{diagnose.IPAllowlist, diagnose.Likely, []string{"ip allow", "ip white", "ip restrict", "ip forbidden", "ip address*not", "ip*not allowed", "ip*not authorized", "ip*not permitted",
		"ip*not in", "ip*denied", "ip*blocked", "ip*banned", "banned your ip", "blocked your ip", "allowed ip", "client address*not", "not whitelisted", "not allowlisted",
		"from your network", "untrusted network", "public internet", "virtual network", "firewall rules", "firewall settings", "your country", "country*not supported",
		"country*not allowed", "your region", "your location", "user location", "restricted location", "geo block", "geographic"}},
	{diagnose.WAFOrProxy, diagnose.Likely, []string{"user agent", "web application firewall", "blocked by*firewall", "request*has been blocked", "requested url was rejected",
		"captcha", "bot detect", "automated requests", "automated tool", "connect tunnel failed", "tunnel connection failed", "tunnel through proxy", "tunneling socket could not", "blocked by network security", "unusual traffic"}},
	{diagnose.WrongMethod, diagnose.Likely, []string{"method*not allowed", "methodnotallowed", "method*not supported", "unsupported*method", "request method*disabled",
		"http method*disabled", "http verb", "invalid method"}},
	{diagnose.EndpointNotPublished, diagnose.Likely, []string{"no route matched", "no such endpoint", "unknown endpoint", "endpoint does not exist", "endpoint not found",
		"endpoint*deprecated", "endpoint*removed"}},
	{diagnose.WrongRegion, diagnose.Likely, []string{"wrong region", "different region", "wrong host", "misdirected", "blocked host", "host*not allowed", "https required", "https is required", "ssl is required", "requires https"}},
	{diagnose.FeatureOff, diagnose.Likely, []string{"subscription*expired", "trial*expired", "license*expired", "licence*expired", "not have*license", "authentication*deprecated", "not licensed", "license", "licence", "your plan",
		"current plan", "plan does not", "plan is missing", "plan restricted", "upgrade your", "upgrade to", "please upgrade", "subscription*does not", "subscription*required", "subscription level",
		"requires a*subscription", "requires*plan", "no*subscription", "active subscription", "not subscribed", "must subscribe", "premium", "feature*not enabled", "feature*not*available",
		"feature*disabled", "api*not enabled", "api*disabled", "api*not*activated", "api is activated", "not enabled for", "not been enabled", "must be enabled", "must be activated", "are disabled for", "is disabled for", "has disabled",
		"have disabled", "not available*edition", "not available for your", "not available in your", "not entitled", "entitlement", "payment required", "requires billing",
		"access the feature", "tenant is not allowed", "module*not*enabled", "access is disabled", "different access level", "subset of*api", "api pro", "free accounts", "test accounts", "test account credentials",
		"service is not active", "not*have access to*model", "model access is denied"}},
	{diagnose.ClientDisabled, diagnose.Likely, []string{"client*disabled", "client*inactive", "client*not active", "app*disabled", "app*suspended", "app*blocked by", "installation*suspended",
		"inactive app", "inactive client", "application*inactive", "consumer*disabled", "consumer*suspended", "api key*disabled", "account*disabled", "account*suspended", "account*not active",
		"account*inactive", "account*deactivated", "account*blocked", "account*banned", "user*deactivated", "user*suspended", "user*inactive", "user*disabled", "user is blocked", "user*banned"}},
	{diagnose.NeedsUserContext, diagnose.Likely, []string{"user context", "client credentials cannot", "client credentials*not", "not a user", "requires a user", "requires user authentication",
		"user token", "user access token", "delegated auth", "on behalf of a user", "app only*not", "service account*not"}},
	{diagnose.ConsentMissing, diagnose.Likely, []string{"consent", "approval required", "requires approval", "admin approval", "merchant approval", "administrator*approve", "admin approved",
		"not approved", "t approved", "pending approval", "app*not*installed", "admin policy enforced", "administrator*review the app", "approval*required", "app*not*authorized by",
		"t given*access to this app", "client grant", "must be verified", "ask for access", "request access to"}},
	{diagnose.Other, diagnose.Likely, []string{"two factor", "multi factor", "multifactor", "mfa", "otp", "one time pass", "accept*terms"}},
	{diagnose.ExpiredToken, diagnose.Likely, []string{"signature has expired", "signature expired", "token*expired", "tokenexpired", "expired*token", "jwt expired", "jwt is expired",
		"session*expired", "expired session", "credentials*expired", "request has expired", "link*expired", "url*expired", "exp*claim*check failed", "lifetime validation"}},
	{diagnose.WrongAudience, diagnose.Likely, []string{"audience", "issuer", "aud claim", "iss claim", "origin*not match", "origin mismatch", "project*mismatch",
		"token*another*project", "token*different*environment"}},
	{diagnose.WrongOrg, diagnose.Likely, []string{"organi*not recogni", "organi*not registered", "organi*unknown", "unknown organi", "organi*mismatch", "organi*not match", "wrong org",
		"invalid org", "different org", "another org", "org*mismatch", "users within*organi", "tenant*mismatch", "tenant*not match", "tenant*not found", "tenant*not recogni", "unknown tenant",
		"wrong tenant", "invalid tenant", "another tenant", "different tenant", "wrong workspace", "workspace*mismatch", "not a member of*organi", "not belong to*organi", "not belong to*tenant"}},
	{diagnose.MissingScope, diagnose.Likely, []string{"insufficient*scope", "missing*scope", "scope*missing", "scope*required", "required*scope", "requires*scope", "not*contain*scope",
		"not have*scope", "lacks*scope", "not authorized*scope", "scope*not granted", "scope*not authorized", "scope*insufficient", "scope violated", "scope validation failed", "scope*not match",
		"not match*scope", "without*scope", "invalid scope", "scope*invalid", "following scopes", "out of scope", "outside*scope", "invalid ability", "fine grained token settings"}},
	{diagnose.BadToken, diagnose.Likely, []string{"invalid jwt", "jwt malformed", "malformed*token", "invalid signature", "signature*not match", "signature*invalid", "signature verification",
		"invalid*token", "token*invalid", "token*not valid", "token*revoked", "bad token", "bad credentials", "invalid credentials", "invalid login", "invalid api key", "api key*invalid",
		"api key not valid", "invalid key", "incorrect api key", "unable to verify", "non existent authentication", "header requires*credential", "client certificate"}},
	{diagnose.MissingHeader, diagnose.Likely, []string{"missing authentication", "missing authorization", "authorization header*missing", "authorization header*required",
		"authorization header*not found", "no authorization header", "no*api key", "missing*api key", "api key*required", "api key*missing", "api key*not found", "access key required", "missing*header", "header*missing", "header*required",
		"no token provided", "token*not provided", "no auth token", "credentials were not provided", "content type", "not authenticated", "full authentication is required", "must be logged in", "must be signed in"}},
	{diagnose.MissingHeader, diagnose.Possible, []string{"unauthenticated", "not logged in", "login required", "please log in", "please login", "please sign in"}},
	{diagnose.MissingRole, diagnose.Likely, []string{"role*required", "requires*role", "required*role", "missing*role", "insufficient role", "not have*role", "right roles", "must be an admin",
		"must be an*administrator", "admin access required", "administrator*required", "admin*only", "only*admin", "requires admin", "not management user", "following roles", "one of roles"}},
	{diagnose.WrongDivision, diagnose.Likely, []string{"division", "business unit"}},
	{diagnose.ResourceState, diagnose.Likely, []string{"not a participant", "not participant", "not the owner", "not owner", "not own", "be an owner", "only*owner", "only*author", "only*creator",
		"only*submitter", "your own", "not belong to you", "belongs to another", "another user", "other user", "not a member", "not a party", "t a member", "archived", "is locked", "read only", "is immutable",
		"already", "is closed", "has ended", "is stopped", "current state", "in state", "protected branch", "is managed", "previously published", "restriction violated", "cannot send messages to this user",
		"malware", "email*not verified", "verify your email", "must verify", "verified sender", "must match the user"}},
	{diagnose.PayloadSemantics, diagnose.Likely, []string{"duplicate content", "too similar", "may not be changed", "cannot be changed", "potentially malicious"}},
	{diagnose.MissingPermission, diagnose.Likely, []string{"permission*required", "required*permission", "requires*permission", "insufficient*permission", "missing*permission", "permission*missing",
		"not have*permission", "not currently have permission", "t have*permission", "need*permission", "lack*permission", "no permission", "permission denied", "permission check failed", "permission violation", "right permissions",
		"insufficient*privilege", "insufficient*right", "insufficient access", "not have*privilege", "missing*privilege", "not have*right", "lacks*capabilit", "is unauthorized for user", "is forbidden for user", "consumer*forbidden", "authorization of user*failed", "not authorized access", "no authorization", "acl validation", "acl exception", "row level security",
		"access to the resource is denied", "cannot read*field", "sufficient privileges"}},
	{diagnose.BadToken, diagnose.Likely, []string{"authentication failed", "could not authenticate", "failed to authenticate", "invalid client", "invalid authentication", "invalid username",
		"authentication error"}},
	{diagnose.WAFOrProxy, diagnose.Likely, []string{"request blocked", "violated the usage policy"}},
	{diagnose.Other, diagnose.Likely, []string{"maintenance", "service unavailable"}},

	{diagnose.RateLimited, diagnose.Possible, []string{"limit exceeded"}},
	{diagnose.IPAllowlist, diagnose.Possible, []string{"ip address", "vpn"}},
	{diagnose.WAFOrProxy, diagnose.Possible, []string{"firewall"}},
	{diagnose.FeatureOff, diagnose.Possible, []string{"feature", "not enabled", "beta"}},
	{diagnose.ExpiredToken, diagnose.Possible, []string{"expired"}},
	{diagnose.BadToken, diagnose.Possible, []string{"authorization has been denied"}},
	{diagnose.MissingPermission, diagnose.Possible, []string{"requested access to the resource is denied", "not have access", "t have access", "must have*access", "should have access",
		"not permitted", "t permitted", "not allowed to", "t allowed to", "not authorized to", "t authorized to", "unauthorized to", "action is unauthorized", "permission", "privilege", "access rights", "access control", "you cannot"}},
	{diagnose.MissingScope, diagnose.Possible, []string{"scope"}},
	{diagnose.MissingRole, diagnose.Possible, []string{"role"}},
	{diagnose.Other, diagnose.Possible, []string{"policy"}},
}
