package diagnose

// Finding is one cause that a checker blames. Findings quote names (scopes,
// permissions, pointers, headers), never values.
type Finding struct {
	Cause     Cause  // empty: the checker's own
	Rule      RuleID // set by the engine
	Stage     Stage  // set by the engine
	Certainty Certainty
	Fault     bool   // it is there for certain and fails sooner or later, even where it does not explain this refusal
	Summary   string // terse, no full stop: "token lacks scope conversations"
	Detail    string // the specifics, in sentences
	Need      Requirement
	Have      []string // what is held instead; nil where it is not known
	Evidence  []Statement
	Fixes     []Fix    // alternatives; the first is preferred
	Avoid     []string // what not to do or grant, each a sentence
	Settle    Ask      // with Possible: the evidence that would confirm it or rule it out
	// CorrectedBody is the request body as it should be, JSON; nil where there is
	// nothing to correct.
	CorrectedBody []byte
}

// Statement is a piece of evidence: where it stands and what it says.
type Statement struct {
	At   Location
	Says string
}

// Actor is who can apply a fix.
type Actor string

// The actors.
const (
	Developer Actor = "developer"
	Admin     Actor = "admin"
	Person    Actor = "user"
	Network   Actor = "network"
	Vendor    Actor = "vendor"
)

// Actors lists everybody who can apply a fix.
func Actors() []Actor { return []Actor{Developer, Admin, Person, Network, Vendor} }

// Fix says who can do what, where, and the command for it if there is one.
type Fix struct {
	By     Actor   `json:"by"`
	Where  string  `json:"where,omitempty"` // "Admin › Integrations › OAuth › the client › Scope"
	Do     string  `json:"do"`              // begins with a verb
	Run    string  `json:"run,omitempty"`
	Change *Change `json:"-"` // what is changed, by name; nil where words are all there is
}

// Change is what a fix changes in the settings of an organisation, by name: the
// least that is enough.
type Change struct {
	Kind        ChangeKind
	ToClient    bool     // the OAuth client is changed, and not the user
	ID          string   // of that client or user, or of the policy; empty where it is not known
	Role        string   // the name of the role to grant, where one is demanded or carries it already
	Permissions []string // what the role has to carry, every one of them
	Divisions   []string // ids, of which one is enough; empty where none was named
	Scopes      []string // all that the client is to have: those it holds and those it lacks
}

// ChangeKind says which setting a Change is about.
type ChangeKind string

// The kinds of change.
const (
	GrantRole    ChangeKind = "grant role"
	AllowScopes  ChangeKind = "allow scopes"
	EnableClient ChangeKind = "enable client"
	AllowAddress ChangeKind = "allow address"
	ReviewPolicy ChangeKind = "review policy"
)

// Way is one way to carry out a change: by hand, through the API, with a tool.
type Way struct {
	Means    string // "Admin pages", "Platform API", …
	Language string // of Steps, as code fences name it: "sh", "hcl"; empty for plain words
	Steps    string // lines to follow or to paste, values that are not known in capitals
}

// Disagreement is a contradiction between sources.
type Disagreement struct {
	About   string  `json:"about"`
	Sources []Claim `json:"sources"`
}

// Claim is what one source says.
type Claim struct {
	From string `json:"from"`
	Says string `json:"says"`
}
