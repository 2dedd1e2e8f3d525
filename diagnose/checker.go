package diagnose

import "fmt"

// RuleID names a rule: kebab-case, after the cause it looks for; never reused.
type RuleID string

// Checker is one rule. It is a plain value: adding a rule is adding a variable.
type Checker struct {
	ID    RuleID
	Stage Stage
	Cause Cause    // what it blames; a finding may name another
	Needs Evidence // without these the engine abstains for it
	May   Evidence // these it sees where they are there
	Bring *Ask     // what to bring where Needs is not met; nil where nothing would help
	Doc   Doc
	Check func(*Case) Verdict // pure: no I/O, no clock, no state
}

// Doc is the documentation of a rule, in Markdown; `why403 explain`, the README
// table and SARIF help are made of it.
type Doc struct {
	Title   string // a noun phrase without full stop: "token was not granted a scope the operation needs"
	Why     string // what it means and how it shows
	Fix     string // who does what
	Tell    string // how to tell it from its neighbours
	Example string // a case file that this rule blames
	Since   string // version it came with
}

// Outcome is what a checker decided.
type Outcome uint8

// The outcomes. Abstained is the zero value, so that a checker which forgets to
// decide proves nothing.
const (
	Abstained Outcome = iota
	Cleared
	Blamed
)

// Verdict is what one checker has to say.
type Verdict struct {
	Outcome  Outcome
	Reason   string
	Bring    Ask // with Abstained: what would settle it
	Findings []Finding
	// Disagreements are contradictions between sources that the checker met,
	// whatever it decided.
	Disagreements []Disagreement
}

// Blame reports findings.
func Blame(f Finding, more ...Finding) Verdict {
	return Verdict{Outcome: Blamed, Findings: append([]Finding{f}, more...)}
}

// Clear says that the cause was looked for and is not there.
func Clear(format string, a ...any) Verdict {
	return Verdict{Outcome: Cleared, Reason: text(format, a)}
}

// Abstain says that the evidence does not decide.
func Abstain(format string, a ...any) Verdict {
	return Verdict{Reason: text(format, a)}
}

// AndBring adds what would settle an abstention.
func (v Verdict) AndBring(a Ask) Verdict {
	v.Bring = a
	return v
}

// AndDisagree adds contradictions that were met on the way.
func (v Verdict) AndDisagree(d ...Disagreement) Verdict {
	v.Disagreements = append(v.Disagreements, d...)
	return v
}

func text(format string, a []any) string {
	if len(a) == 0 {
		return format
	}
	return fmt.Sprintf(format, a...)
}

// Ask is evidence worth bringing.
type Ask struct {
	What    string   // "the answer of GET /api/v2/tokens/me"
	Run     string   // the command that gets it, secrets as shell variables
	Cost    int      // 1 is at hand, 2 one call with the same token, 3 a look by an administrator, 4 the vendor
	Answers []Answer // what each answer would mean
}

// Answer is one thing the evidence may show, and what follows.
type Answer struct {
	If   string `json:"if"`
	Then string `json:"then"`
}

// Empty says that nothing is asked for.
func (a Ask) Empty() bool { return a.What == "" }
