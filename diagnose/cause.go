package diagnose

// Cause is why a call is refused: one of a closed list, which is part of the
// report's form.
type Cause string

// The causes. NotRefused is none: a checker that blames it says that the call
// was not refused at all.
const (
	NotRefused           Cause = ""
	MissingScope         Cause = "missing_scope"
	WrongScopeName       Cause = "wrong_scope_name"
	MissingPermission    Cause = "missing_permission"
	MissingRole          Cause = "missing_role"
	WrongDivision        Cause = "wrong_division"
	NeedsUserContext     Cause = "needs_user_context"
	ExpiredToken         Cause = "expired_token"
	BadToken             Cause = "bad_signature_or_token"
	WrongAudience        Cause = "wrong_audience_or_issuer"
	WrongRegion          Cause = "wrong_region_or_host"
	WrongOrg             Cause = "wrong_org"
	EndpointNotPublished Cause = "endpoint_not_published"
	WrongMethod          Cause = "wrong_method"
	PayloadSchema        Cause = "payload_schema"
	PayloadSemantics     Cause = "payload_semantics"
	MissingHeader        Cause = "missing_header_or_content_type"
	FeatureOff           Cause = "feature_not_licensed_or_disabled"
	IPAllowlist          Cause = "ip_allowlist_or_network"
	CSRFOrCORS           Cause = "csrf_or_cors"
	WAFOrProxy           Cause = "waf_or_proxy"
	RateLimited          Cause = "rate_limited"
	ResourceState        Cause = "resource_state_or_ownership"
	ConsentMissing       Cause = "admin_consent_missing"
	ClientDisabled       Cause = "client_disabled"
	PlatformBug          Cause = "platform_bug"
	Other                Cause = "other"
)

// Causes lists the closed list in the order of the report's form.
func Causes() []Cause {
	return []Cause{
		MissingScope, WrongScopeName, MissingPermission, MissingRole, WrongDivision, NeedsUserContext,
		ExpiredToken, BadToken, WrongAudience, WrongRegion, WrongOrg, EndpointNotPublished, WrongMethod,
		PayloadSchema, PayloadSemantics, MissingHeader, FeatureOff, IPAllowlist, CSRFOrCORS, WAFOrProxy,
		RateLimited, ResourceState, ConsentMissing, ClientDisabled, PlatformBug, Other,
	}
}

// Stage is where in a server's own order of checks a cause lies.
type Stage uint8

// The stages, in the order in which a request meets them.
const (
	StageAnswerer   Stage = iota + 1 // who answered: proxy, preflight, storage, rate limit
	StageAddress                     // host, region, path, method
	StageToken                       // alive, readable, for this audience and organisation
	StageGrant                       // grant type and user context
	StageScope                       // scope and consent
	StagePermission                  // permission and role
	StageDivision
	StageFeature // licence or feature
	StageObject  // state and ownership of the object
	StagePayload
)

var stageNames = [...]string{"", "answerer", "address", "token", "grant", "scope", "permission", "division", "feature", "object", "payload"}

// String gives the stage's name as `why403 rules` prints it.
func (s Stage) String() string { return stageNames[s] }

// Certainty says how far a finding is decided. Its zero value is invalid on purpose.
type Certainty uint8

// The certainties.
const (
	// Possible: consistent with the evidence, not sufficient.
	Possible Certainty = iota + 1
	// Likely: sufficient on its own, and nothing contradicts it.
	Likely
	// Certain: the server said so itself, or the facts leave no other reading.
	Certain
)

var certaintyNames = [...]string{"", "possible", "likely", "certain"}

// String gives the word the report uses.
func (c Certainty) String() string { return certaintyNames[c] }

// MarshalText makes the certainty its word in JSON.
func (c Certainty) MarshalText() ([]byte, error) { return []byte(c.String()), nil }
