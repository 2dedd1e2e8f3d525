package diagnose

import "time"

// Conclusion is the verdict in one word.
type Conclusion string

// The conclusions.
const (
	// Explained: at least one cause is likely or certain.
	Explained Conclusion = "explained"
	// Inconclusive: the evidence does not decide; Unasked and Next say what would.
	Inconclusive Conclusion = "inconclusive"
	// Unexplained: everything could be asked, and nothing is at fault.
	Unexplained Conclusion = "unexplained"
	// WasNotRefused: the server did what was asked, or failed for another reason.
	WasNotRefused Conclusion = "not_refused"
)

// Report is the diagnosis of one Case.
type Report struct {
	Tool          Tool
	Case          *Case // what was judged, secrets replaced
	Question      Question
	Conclusion    Conclusion
	Causes        []Ranked // best first
	Then          []Ranked // would fail next, once the first cause is mended
	Cleared       []Note
	Unasked       []Note
	Next          *Ask // the one cheapest evidence that would decide; nil where it is decided
	Disagreements []Disagreement
	CorrectedBody []byte // JSON; nil where there is nothing to correct
	Redactions    []Redaction
	Rejudged      *Rejudged // nil where the evidence did not come out of an earlier report
}

// Tool is the program and the catalog that made a report.
type Tool struct {
	Version string
	Catalog CatalogInfo
}

// Question is what was asked of the server, and by whom.
type Question struct {
	Method    string // empty where it is not known
	URL       string // secrets replaced
	Status    Known[int]
	Platform  string
	Operation *Operation // nil where the address is not in the catalog
	Principal Principal
	Code      string // the server's literal code
	Message   string // the server's own words, which always survive into the report
	Reference string // correlation id
	Notes     string
}

// Principal is who made the call.
type Principal struct {
	Kind        string // "client", "user" or "unknown"
	Grant       Grant
	Fingerprint string // of the token: "sha256:" and 12 hex digits
	Expires     Known[time.Time]
	// Caller is the same for all tokens of one caller: the subject of the token, the id of
	// the user or of the client; empty where none is known. It is never printed.
	Caller string
}

// Ranked is a finding with its place and the reason for it.
type Ranked struct {
	Finding
	Rank    int
	Because string
	HitRate *HitRate // nil where too few labelled cases stand behind it
}

// HitRate is how often a rule, at this certainty, named the right cause first
// over the labelled cases it spoke on.
type HitRate struct {
	Value float64 `json:"value"` // right divided by Of, two decimals
	Of    int     `json:"of"`
}

// Note is a rule that did not blame, and why.
type Note struct {
	Rule   RuleID
	Cause  Cause
	Stage  Stage
	Reason string
	Ask    Ask
}

// Redaction counts the secrets of one kind that were replaced.
type Redaction struct {
	Kind        string `json:"kind"`        // "bearer token"
	Placeholder string `json:"placeholder"` // "⟨token-1⟩"
	Count       int    `json:"count"`
	// At is where it stood in this case, a place for each part: a header, the address, a
	// body. Empty in a list over several cases.
	At []Location `json:"-"`
}
