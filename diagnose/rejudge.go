package diagnose

import (
	"fmt"
	"slices"
)

// Judgement is what an earlier report concluded of the same case.
type Judgement struct {
	Tool       Tool
	Operation  *Operation // what it asked for, as the catalog of then said; nil where the report does not tell
	Conclusion Conclusion
	Causes     []Judged // best first
	Then       []Judged
	Partial    bool // the report was cut off or carried no evidence: the case is what it quotes
}

// Judged is a cause as an earlier report named it.
type Judged struct {
	Cause     Cause
	Rule      RuleID
	Certainty Certainty
}

// Rejudged is how a case that was judged before is judged now.
type Rejudged struct {
	Before  Judgement
	Changes []string // what differs, each a clause; empty where the verdict is the same
}

// rejudge holds a report against what was concluded before.
func rejudge(before *Judgement, r *Report) *Rejudged {
	if before == nil {
		return nil
	}
	x := &Rejudged{Before: *before}
	say := func(format string, a ...any) { x.Changes = append(x.Changes, fmt.Sprintf(format, a...)) }
	if before.Conclusion != r.Conclusion && before.Conclusion != "" {
		say("the conclusion was %s and is %s", before.Conclusion, r.Conclusion)
	}
	now := Verdicts(r.Causes)
	for _, was := range before.Causes {
		if i := slices.IndexFunc(now, func(is Judged) bool { return is.Cause == was.Cause }); i < 0 {
			say("%s is no cause any more", was.Cause)
		} else if now[i].Certainty != was.Certainty {
			say("%s was %s and is %s", was.Cause, was.Certainty, now[i].Certainty)
		}
	}
	for _, is := range now {
		if !slices.ContainsFunc(before.Causes, func(was Judged) bool { return was.Cause == is.Cause }) {
			say("%s is named now (%s, by rule %s)", is.Cause, is.Certainty, is.Rule)
		}
	}
	if len(now) > 0 && len(before.Causes) > 0 && now[0].Cause != before.Causes[0].Cause {
		say("%s stood first and %s does now", before.Causes[0].Cause, now[0].Cause)
	}
	return x
}

// Verdicts are the verdicts on some causes in short.
func Verdicts(ranked []Ranked) []Judged {
	list := make([]Judged, len(ranked))
	for i := range ranked {
		list[i] = Judged{ranked[i].Cause, ranked[i].Rule, ranked[i].Certainty}
	}
	return list
}
