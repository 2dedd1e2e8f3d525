package rules

import "github.com/why403/why403/diagnose"

// CauseDoc is the documentation of one cause of the closed list; `why403 explain`
// prints it.
type CauseDoc struct {
	Cause   diagnose.Cause
	Title   string  // a noun phrase without full stop
	Means   string  // what it is, in a sentence or two
	Shows   []Shape // how it shows, platform by platform
	Tell    string  // how to tell it from its neighbours
	Mend    []diagnose.Fix
	Example string // a case, as JSON, that is blamed on it
}

// Shape is how a platform says a cause: status, code and words, literally; what
// varies stands in angle brackets.
type Shape struct{ Platform, Literal string }

// CauseDocs documents every cause, in the order of the closed list.
func CauseDocs() []CauseDoc {
	var docs []CauseDoc
	for _, part := range [][]CauseDoc{causesOfRights(), causesOfTheToken(), causesOfTheCall(), causesOfTheRoad(), causesOfTheObject()} {
		docs = append(docs, part...)
	}
	ordered := make([]CauseDoc, 0, len(docs))
	for _, cause := range diagnose.Causes() {
		for _, d := range docs {
			if d.Cause == cause {
				ordered = append(ordered, d)
			}
		}
	}
	return ordered
}

func by(actor diagnose.Actor, do string) diagnose.Fix { return diagnose.Fix{By: actor, Do: do} }
