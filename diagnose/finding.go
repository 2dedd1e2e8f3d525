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

// Fix says who can do what, where, and the command for it if there is one.
type Fix struct {
	By    Actor  `json:"by"`
	Where string `json:"where,omitempty"` // "Admin › Integrations › OAuth › the client › Scope"
	Do    string `json:"do"`              // begins with a verb
	Run   string `json:"run,omitempty"`
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
