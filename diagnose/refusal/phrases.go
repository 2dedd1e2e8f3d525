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
	{diagnose.BadToken, diagnose.Likely, []string{"invalid license key", "key may be invalid", "api key*leaked", "api key*reported as", "does not contain*valid key",
		"signature*missing", "missing*signature", "headers*not signed", "signature was expected", "signature*not provided", "timestamp*outside", "timestamp*window", "clock*skew"}},
	{diagnose.WrongAudience, diagnose.Likely, []string{"not contain resource id", "azp", "authorized parties", "service not found"}},
	{diagnose.WrongRegion, diagnose.Likely, []string{"credential should be scoped to a valid region", "wrong datacenter", "different datacenter", "wrong data center", "different data center"}},
	{diagnose.MissingHeader, diagnose.Likely, []string{"unregistered callers", "user agent*required", "user agent header", "set a user agent", "parameter or cookie", "client certificate*required", "no*certificate was sent", "no org id", "user anonymous", "anonymous user", "no authorization token", "format is authorization"}},
	{diagnose.MissingPermission, diagnose.Likely, []string{"required rbac permission", "security constraints", "policy doesn t allow", "policy does not allow",
		"blocked by tenant configured", "blocked by acl", "denied by acl", "policy binding", "api key*not authorized for", "api key*not authorized to", "api key*not permitted", "cannot execute*on", "not allowed for your user", "membership not found", "role permission", "only authorized to", "credentials*not sufficient", "authorization required for", "not allowed*with this", "token readonly", "token*read only", "api key*read only", "read only token", "read only api key", "only allowed to perform get"}},
	{diagnose.ClientDisabled, diagnose.Likely, []string{"account*pending approval", "account*locked", "user is locked", "login*pending approval", "user*pending approval", "registration*pending"}},
	{diagnose.EndpointNotPublished, diagnose.Likely, []string{"function*not whitelisted", "not part of the public api", "internal endpoint", "internal api", "internal use only", "t available for public use", "not available for public use"}},
	{diagnose.Other, diagnose.Likely, []string{"authentication method*not allowed", "authentication method*not supported", "password confirmation", "directory index", "serve directory", "contents of this directory", "confirm your password"}},
	{diagnose.FeatureOff, diagnose.Likely, []string{"access not configured", "trial*ended", "no seat", "seat*assigned", "basic auth*not*allowed", "basic auth*disabled", "authentication*deprecated", "essential access"}},

	{diagnose.RateLimited, diagnose.Likely, []string{"rate limit", "ratelimit", "too many requests", "slow down", "too quickly", "daily limit", "monthly limit", "try again tomorrow", "too many*attempts", "too many failed", "login attempts", "request limit*exceeded", "quota*exceeded", "exceeded*quota", "throttl",
		"request rate", "cap exceeded", "credits exceeded", "out of*quota", "over*quota", "request limit reached", "maximum*requests", "usage reached", "usage limit*exceeded", "usage limit*reached"}},
	{diagnose.CSRFOrCORS, diagnose.Likely, []string{"csrf token", "csrf", "xsrf", "cross site request forgery", "antiforgery cookie", "antiforgery token", "antiforgery", "anti forgery", "authenticity token", "referer checking",
		"invalid cors", "allowed by cors", "cors", "cross origin", "cross site", "origin*not allowed", "origin*not permitted", "origin not*trusted", "frame ancestors", "x frame options", "origin*not on*list", "origin*whitelist", "origin*allowlist",
		"not check origin", "disallowed origin", "invalid origin", "host not allowed", "security validation for this page", "nonce verification", "invalid nonce", "security check failed", "referer"}},
	{diagnose.IPAllowlist, diagnose.Likely, []string{"ip allow", "ip white", "ip restrict", "ip forbidden", "ip address*not", "ip*not allowed", "ip*not authorized", "ip*not permitted",
		"ip*not in", "banned ip", "rejecting ip", "none of the trusted", "forbidden by rule", "client denied by server configuration", "blocked ip", "cidr", "requests from*not permitted", "requests from*not allowed", "access from*not", "connections from*not", "ip*denied", "ip*blocked", "ip*banned", "banned your ip", "blocked your ip", "allowed ip", "client address*not", "not whitelisted", "not allowlisted",
		"ip*whitelisted", "ip*allowlisted", "unmatched ip", "from your network", "untrusted network", "public internet", "public access is disabled", "public network access", "private endpoint", "prevented to connect", "virtual network", "firewall rules", "firewall settings", "your ip", "your country", "country*blocked", "region*blocked", "country*not supported",
		"country*not allowed", "your region", "your location", "user location", "restricted location", "geo block", "geographic"}},
	{diagnose.WAFOrProxy, diagnose.Likely, []string{"user agent", "web application firewall", "blocked by*firewall", "request*has been blocked", "requested url was rejected",
		"captcha", "bot detect", "automated access", "automated traffic", "bot traffic", "suspicious activity", "blocked*security rule", "automated requests", "automated tool", "connect tunnel failed", "tunnel connection failed", "tunnel through proxy", "tunneling socket could not", "blocked by network security", "unusual traffic", "hotlink", "by waf"}},
	{diagnose.WrongMethod, diagnose.Likely, []string{"method*not allowed", "methodnotallowed", "method*not supported", "unsupported*method", "request method*disabled",
		"http method*disabled", "http verb", "get is not", "post is not", "put is not", "patch is not", "delete is not", "invalid method"}},
	{diagnose.EndpointNotPublished, diagnose.Likely, []string{"no route matched", "no such endpoint", "unknown endpoint", "endpoint does not exist", "endpoint not found",
		"endpoint*deprecated", "endpoint*removed", "been deprecated", "api is deprecated", "no longer supported", "no longer available", "discontinued", "been retired", "been shut down", "been turned off", "been sunset"}},
	{diagnose.WrongRegion, diagnose.Likely, []string{"wrong region", "different region", "wrong host", "misdirected", "blocked host", "invalid host", "host*not allowed", "https required", "https is required", "ssl is required", "requires https", "use https", "https instead", "is hosted in", "sandbox*production", "production*sandbox",
		"test mode key", "test key*live", "live key*test", "use base url"}},
	{diagnose.FeatureOff, diagnose.Likely, []string{"subscription*expired", "trial*expired", "license*expired", "licence*expired", "not have*license", "licensed exception", "not licensed", "license", "licence", "your plan",
		"current plan", "plan does not", "plan limit", "plan is missing", "plan restricted", "upgrade your", "upgrade to", "please upgrade", "subscription*does not", "subscription*required", "subscription level",
		"requires a*subscription", "requires*plan", "no*subscription", "active subscription", "not subscribed", "must subscribe", "premium", "feature*not enabled", "feature*not*available",
		"feature*disabled", "api*not enabled", "api*disabled", "api*not*activated", "api is activated", "not enabled for", "not enabled on", "not enabled in", "not allowed for your", "only available in", "only available on", "only available to", "not been enabled", "must be enabled", "must be activated", "are disabled for", "is disabled for", "are disabled on", "is disabled on", "disabled by", "has disabled",
		"have disabled", "not available*edition", "not available for your", "not available in your", "not entitled", "entitlement", "payment required", "requires billing",
		"access the feature", "required product", "not have*product", "missing*product", "product*not enabled", "tenant is not allowed", "module*not*enabled", "access is disabled", "different access level", "subset of*api", "api pro", "free accounts", "test accounts", "test account credentials",
		"service is not active", "unpaid invoice", "payments have failed", "payment has failed", "spending limit", "billing is not enabled", "billing disabled", "past due", "payment overdue", "not*have access to*model", "model access is denied"}},
	{diagnose.ClientDisabled, diagnose.Likely, []string{"been suspended", "is suspended", "suspended api key", "organization*been disabled", "sending paused", "inactive user", "account*not activated", "token*disabled", "client*disabled", "client*inactive", "client*not active", "app*disabled", "app*suspended", "app*blocked by", "installation*suspended",
		"inactive app", "client*been revoked", "application*been revoked", "access has been revoked", "inactive client", "application*inactive", "consumer*disabled", "consumer*suspended", "api key*disabled", "account*disabled", "account*suspended", "account*not active",
		"account*inactive", "account*deactivated", "account*blocked", "account*banned", "user*deactivated", "user*suspended", "user*inactive", "user*disabled", "user is blocked", "user*banned", "you are banned", "been banned"}},
	{diagnose.NeedsUserContext, diagnose.Likely, []string{"user context", "client credentials cannot", "client credentials*not", "support client credentials", "requires user", "user required", "not a user", "by a user not", "machine client", "machine to machine", "machine account", "application token*not supported", "application token*not allowed", "app token*not", "delegated token", "sign in as a user", "as a real user", "requires a user", "requires user authentication",
		"user token", "user access token", "delegated auth", "on behalf of a user", "app only*not", "service account*not"}},
	{diagnose.ConsentMissing, diagnose.Likely, []string{"consent", "approval required", "requires approval", "admin approval", "merchant approval", "administrator*approve", "admin approved",
		"not approved", "t approved", "pending approval", "app*not*installed", "admin policy enforced", "administrator*review the app", "approval*required", "app*not*authorized by",
		"t given*access to this app", "client grant", "did not grant", "must be verified", "awaiting*review", "awaiting*approval", "ask for access", "request access to"}},
	{diagnose.Other, diagnose.Likely, []string{"two factor", "second factor", "authenticator assurance", "step up", "multi factor", "2fa", "two step", "multifactor", "mfa", "otp", "totp", "one time pass", "accept*terms", "accept*rules", "must accept"}},
	{diagnose.ExpiredToken, diagnose.Likely, []string{"signature has expired", "signature expired", "token*expired", "tokenexpired", "expired*token", "jwt expired", "jwt is expired",
		"session*expired", "session*timed out", "session timeout", "fresh token", "session*no longer valid", "token*no longer valid", "login*expired", "log in again", "login again", "sign in again", "expired session", "credentials*expired", "request has expired", "link*expired", "url*expired", "exp*claim*check failed", "lifetime validation",
		"session terminated", "re login", "abgelaufen", "expirado", "expiré", "token已过期", "登录已过期"}},
	{diagnose.WrongAudience, diagnose.Likely, []string{"audience", "issuer", "aud claim", "aud mismatch", "iss claim", "origin*not match", "origin mismatch", "project*mismatch",
		"token*another*project", "token*different*environment"}},
	{diagnose.WrongOrg, diagnose.Likely, []string{"organi*not recogni", "organi*not registered", "organi*not found", "organi*unknown", "unknown organi", "organi*mismatch", "organi*not match", "wrong org",
		"invalid org", "different org", "another org", "org*mismatch", "users within*organi", "tenant*mismatch", "tenant*not match", "tenant*not found", "tenant*not recogni", "unknown tenant",
		"wrong tenant", "invalid tenant", "another tenant", "different tenant", "wrong workspace", "workspace*mismatch", "not a member of*organi", "not belong to*organi", "not belong to*tenant", "different workspace", "another workspace"}},
	{diagnose.MissingScope, diagnose.Likely, []string{"insufficient*scope", "missing*scope", "scope*missing", "scope*required", "required*scope", "require*scope", "not*contain*scope",
		"not have*scope", "lacks*scope", "not authorized*scope", "scope*not granted", "scope*not authorized", "scope*insufficient", "scope violated", "scope validation failed", "scope*not match",
		"not match*scope", "without*scope", "invalid scope", "scope*invalid", "following scopes", "out of scope", "outside*scope", "not present in*token", "not in your token", "not included in*token", "scope requirement", "invalid ability", "fine grained token settings"}},
	{diagnose.BadToken, diagnose.Likely, []string{"sign invalid", "invalid sign", "unauthorized token", "incorrect authorization", "credential*incorrect", "incorrect credential", "incorrect*password", "wrong password", "invalid password", "password*invalid", "username or password", "invalid jwt", "jwt malformed", "jwt not active", "not yet valid", "unable to authenticate", "token do not match", "malformed*token", "invalid signature", "hmac*failed", "hmac*invalid", "hmac mismatch", "signature check", "secret*not match", "secret*incorrect", "incorrect login", "api key*not exist", "key you provided*not exist", "signature mismatch", "revoked*token", "signature*not match", "signature*invalid", "signature verification",
		"invalid*token", "token*invalid", "token*not valid", "token*revoked", "bad token", "bad credentials", "invalid credentials", "invalid login", "invalid*api key", "api key*invalid", "apikey*invalid", "unknown api key", "unknown apikey", "verify your key", "invalid session", "invalid authorization", "signing key",
		"token algorithm", "api key*not valid",
		"api key not valid", "invalid key", "invalid*secret", "invalid*access key", "acl*not found", "incorrect api key", "unable to verify", "non existent authentication", "header requires*credential", "client certificate"}},
	{diagnose.MissingHeader, diagnose.Likely, []string{"missing authentication", "missing authorization", "authorization header*missing", "authorization header*required",
		"authorization header*not found", "no authorization header", "no api key", "provide an api key", "provide*api key", "provide*token", "provide*credential", "supply*token", "supply*api key", "no authentication", "missing*api key", "api key*required", "api key*missing", "api key*not found", "access key required", "missing*header", "header*missing", "header*required",
		"no token", "no auth header", "unsupported media type", "token*not provided", "no auth token", "credentials were not provided", "content type must", "content type*not", "content type*required", "content type*missing", "content type*expected", "content type header", "unsupported content type", "invalid content type", "wrong content type", "expected content type", "not authenticated", "full authentication is required", "authentication required", "authentication is required", "authorization required", "authorization field missing",
		"token*missing", "missing*token", "token required", "token is required", "certificate required", "header*not be empty", "header must", "anonymous access", "must be logged in", "must be signed in"}},
	{diagnose.MissingHeader, diagnose.Possible, []string{"unauthenticated", "not logged in", "login required", "please log in", "please login", "please sign in"}},
	{diagnose.MissingRole, diagnose.Likely, []string{"role*required", "require*role", "required*role", "missing*role", "insufficient role", "not have*role", "right roles", "must be an admin", "must be a*manager", "need to be a*editor", "need to be*admin", "need to be a*manager", "must be a*moderator", "must be a*maintainer", "must be a*supervisor", "must be a*editor",
		"must be an*administrator", "admin access required", "administrator*required", "admin*only", "only*admin", "requires admin", "not management user", "following roles", "one of roles", "role*not authorized", "role*not allowed", "be the*admin", "site admin", "superuser", "staff only", "be staff", "not in the group", "be in group"}},
	{diagnose.WrongDivision, diagnose.Likely, []string{"division", "business unit"}},
	{diagnose.ResourceState, diagnose.Likely, []string{"not a participant", "not participant", "not in room", "not in channel", "not in the channel", "not the owner", "not owner", "not own", "be an owner", "be the owner", "t own", "only*owner", "only*author", "only*creator",
		"only*submitter", "your own", "not belong to you", "belongs to another", "another user", "other user", "not a member", "not invited", "not been invited", "not enrolled", "is frozen", "not a party", "t a member", "archived", "is locked", "read only", "is immutable",
		"already", "is closed", "has ended", "is stopped", "current state", "in state", "protected branch", "is managed", "previously published", "restriction violated", "cannot send messages to this user",
		"malware", "email*not verified", "verify your email", "verify your phone", "confirm your email", "confirm your account", "verify your account", "verify your number", "must verify", "verified sender", "must match the user", "been deleted", "be edited", "be modified", "be deleted", "not assigned to you"}},
	{diagnose.PayloadSemantics, diagnose.Likely, []string{"duplicate content", "too similar", "may not be changed", "cannot be changed", "potentially malicious"}},
	{diagnose.MissingPermission, diagnose.Likely, []string{"permission*required", "required*permission", "require*permission", "insufficient*permission", "missing*permission", "permission*missing",
		"not have*permission", "not currently have permission", "t have*permission", "need*permission", "lack*permission", "not enough*permission", "not enough*right", "not enough*privilege", "claim*required to perform", "no permission", "no rights", "only has read", "permission denied", "permission*denied", "denied operation", "permission check failed", "permission violation", "right permissions",
		"insufficient*privilege", "insufficient*right", "insufficient access", "not have*privilege", "missing*privilege", "not have*right", "lacks*capabilit", "is unauthorized for", "refused for user", "is forbidden for user", "forbidden to user", "consumer*forbidden", "authorization of user*failed", "not authorized access", "no authorization", "acl validation", "acl exception", "row level security", "denied by rule", "denied for client", "denied for user", "keine berechtigung", "nicht berechtigt", "no tiene permiso", "no tienes permiso",
		"sem permissão", "pas la permission", "没有权限", "没有访问权限", "没有操作权限", "暂无权限", "无权访问", "無權限", "権限がありません", "недостаточно прав", "Недостаточно прав", "nicht die rechte", "fehlende berechtigung", "pas les droits", "droits insuffisants", "brak uprawnień", "无权限", "权限不足",
		"access to the resource is denied", "cannot read*field", "sufficient privileges"}},
	{diagnose.BadToken, diagnose.Likely, []string{"invalid client", "invalid authentication", "invalid username"}},
	{diagnose.WAFOrProxy, diagnose.Likely, []string{"request blocked", "violated the usage policy"}},
	{diagnose.Other, diagnose.Likely, []string{"maintenance", "service unavailable"}},

	{diagnose.RateLimited, diagnose.Possible, []string{"limit exceeded"}},
	{diagnose.IPAllowlist, diagnose.Possible, []string{"ip address", "vpn"}},
	{diagnose.WAFOrProxy, diagnose.Possible, []string{"firewall"}},
	{diagnose.FeatureOff, diagnose.Possible, []string{"feature", "not enabled", "beta"}},
	{diagnose.ExpiredToken, diagnose.Possible, []string{"expired"}},
	{diagnose.BadToken, diagnose.Possible, []string{"authentication fail", "authorization failure", "cannot be authenticated", "could not be authenticated", "could not authenticate", "failed to authenticate", "authentication error", "authorization has been denied"}},
	{diagnose.MissingScope, diagnose.Possible, []string{"token*not authorized"}},
	{diagnose.ExpiredToken, diagnose.Possible, []string{"no active session"}},
	{diagnose.MissingPermission, diagnose.Possible, []string{"requested access to the resource is denied", "not have*access", "t have*access", "access to*denied", "access denied to", "access denied for", "access not allowed", "access right",
		"not allowed for", "need*access", "must have*access", "should have access",
		"not permitted", "t permitted", "not allowed to", "t allowed to", "not authorized to", "t authorized to", "unauthorized to", "action is unauthorized", "action*not allowed", "operation not allowed", "operation not permitted", "permission", "privilege", "access control", "access level", "you cannot", "you can t"}},
	{diagnose.MissingScope, diagnose.Possible, []string{"scope"}},
	{diagnose.MissingRole, diagnose.Possible, []string{"role"}},
	{diagnose.Other, diagnose.Possible, []string{"policy"}},
}

// Single words that point somewhere, where no turn of words was found. They are
// heard in the message of a 403 only, and make nothing more than possible.
var hints = [...]phrases{
	{diagnose.ClientDisabled, diagnose.Possible, []string{"suspended", "deactivated", "banned", "inactive"}},
	{diagnose.FeatureOff, diagnose.Possible, []string{"subscription", "billing", "upgrade", "trial", "disabled", "not available", "unavailable"}},
	{diagnose.ConsentMissing, diagnose.Possible, []string{"approval", "approve"}},
	{diagnose.IPAllowlist, diagnose.Possible, []string{"country", "region", "location", "network"}},
	{diagnose.CSRFOrCORS, diagnose.Possible, []string{"origin"}},
	{diagnose.RateLimited, diagnose.Possible, []string{"quota", "limit", "too often", "too fast"}},
	{diagnose.MissingRole, diagnose.Possible, []string{"admin", "staff", "moderator"}},
	{diagnose.ResourceState, diagnose.Possible, []string{"owner", "member", "locked", "closed", "verified", "verification"}},
	{diagnose.WrongOrg, diagnose.Possible, []string{"tenant", "organi", "workspace"}},
	{diagnose.BadToken, diagnose.Possible, []string{"credential", "signature", "api key", "apikey", "token"}},
	{diagnose.MissingHeader, diagnose.Possible, []string{"log in", "login", "logged in", "sign in", "signed in", "authenticat", "header"}},
	{diagnose.WAFOrProxy, diagnose.Possible, []string{"blocked", "bot"}},
	{diagnose.Other, diagnose.Possible, []string{"terms", "agreement"}},
}
