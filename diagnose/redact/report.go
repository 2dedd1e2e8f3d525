package redact

import (
	"slices"

	"github.com/why403/why403/diagnose"
)

// ConcealReport gives a report as the level asks: with pseudonyms in place of
// identifiers, the same throughout all reports of a redactor, and with a count of
// them among its redactions. What was concluded stays. At [Secrets] it gives the
// report itself.
//
// judge diagnoses the case that the report will carry: what is replaced at [All]
// stays where the verdict would not come out of it again. It may be nil.
func (r *Redactor) ConcealReport(report *diagnose.Report, judge func(diagnose.Case) diagnose.Report) *diagnose.Report {
	if r.level == Secrets || report.Case == nil {
		return report
	}
	report.Case.Rewrite(func(text string) string { r.Reserve(text); return text })
	r.Identify(report.Case)
	clean := r.concealed(report)
	r.Sparing(func() bool {
		if judge != nil {
			again := judge(*clean.Case)
			if Verdict(&again) != Verdict(report) {
				return false
			}
		}
		return true
	}, func() { clean = r.concealed(report) })
	return clean
}

func (r *Redactor) concealed(report *diagnose.Report) *diagnose.Report {
	r.Begin()
	clean := report.Rewrite(r.Conceal)
	clean.Redactions = append(slices.Clone(report.Redactions), r.Since()...)
	clean.Case.Redactions = clean.Redactions
	return clean
}

// Sparing leaves one kind after another of what is replaced at [All] as it is, and
// calls again, until enough says that the verdict is the same.
func (r *Redactor) Sparing(enough func() bool, again func()) {
	if r.level != All {
		return
	}
	r.ids.spared = nil
	for _, kind := range [...]string{valueKind, Person, hostKind} {
		if enough() {
			break
		}
		r.ids.spared = append(r.ids.spared, kind)
		again()
	}
}

// Verdict puts what was concluded into one text, for comparison.
func Verdict(r *diagnose.Report) string {
	text := string(r.Conclusion) + " " + r.Question.Code
	for _, list := range [...][]diagnose.Ranked{r.Causes, r.Then} {
		text += ";"
		for i := range list {
			text += " " + string(list[i].Cause) + " " + string(list[i].Rule) + " " + list[i].Certainty.String()
		}
	}
	return text
}
