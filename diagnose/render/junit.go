package render

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// junitRenderer writes JUnit XML: a suite for each report, a test case for each
// rule. What could not be asked is skipped, never passed. The first case of a
// suite is the diagnosis itself, which fails or is skipped where nothing was
// explained, so that a suite without failures means what it seems to mean.
type junitRenderer struct{}

func (j junitRenderer) Render(w io.Writer, r *diagnose.Report) error {
	return j.RenderMany(w, []*diagnose.Report{r})
}

// RenderMany writes one suite per report.
func (junitRenderer) RenderMany(w io.Writer, rs []*diagnose.Report) error {
	var all junitCount
	var suites []byte
	for _, r := range rs {
		suites = suite(suites, r, &all)
	}
	b := append([]byte(nil), `<?xml version="1.0" encoding="UTF-8"?>`+"\n"+`<testsuites name="why403"`...)
	b = append(all.attributes(b), ">\n"...)
	b = append(append(b, suites...), "</testsuites>\n"...)
	_, err := w.Write(b)
	return err
}

type junitCount struct{ tests, failures, skipped int }

func (c junitCount) attributes(b []byte) []byte {
	b = strconv.AppendInt(append(b, ` tests="`...), int64(c.tests), 10)
	b = strconv.AppendInt(append(b, `" failures="`...), int64(c.failures), 10)
	b = strconv.AppendInt(append(b, `" errors="0" skipped="`...), int64(c.skipped), 10)
	return append(b, '"')
}

func suite(b []byte, r *diagnose.Report, all *junitCount) []byte {
	var n junitCount
	cases := diagnosisCase(nil, r, &n)
	for _, cs := range [][]diagnose.Ranked{r.Causes, r.Then} {
		for i := range cs {
			cases = causeCase(cases, &cs[i], &n)
		}
	}
	for i := range r.Cleared {
		cases = append(testcase(cases, &n, stageName(r.Cleared[i].Stage), string(r.Cleared[i].Rule)), "</testcase>\n"...)
	}
	for i := range r.Unasked {
		u := &r.Unasked[i]
		n.skipped++
		cases = testcase(cases, &n, stageName(u.Stage), string(u.Rule))
		cases = outcome(cases, "skipped", "", line(u.Reason)+missing(u.Ask), "")
	}
	all.tests, all.failures, all.skipped = all.tests+n.tests, all.failures+n.failures, all.skipped+n.skipped

	name := cmp.Or(inputName(r), "why403")
	b = appendXML(append(b, `  <testsuite name="`...), line(name))
	b = append(n.attributes(append(b, '"')), ">\n"...)
	return append(append(b, cases...), "  </testsuite>\n"...)
}

// causeCase fails where a cause is likely or certain. One that is only possible is
// skipped: it is no proven fault.
func causeCase(b []byte, c *diagnose.Ranked, n *junitCount) []byte {
	b = testcase(b, n, stageName(c.Stage), string(c.Rule))
	says := certaintyWord(c.Certainty) + ": " + line(c.Summary)
	if c.Certainty <= diagnose.Possible {
		n.skipped++
		return outcome(b, "skipped", "", says, failureText(c))
	}
	n.failures++
	return outcome(b, "failure", string(c.Cause), says, failureText(c))
}

func diagnosisCase(b []byte, r *diagnose.Report, n *junitCount) []byte {
	switch conclusion(r) {
	case diagnose.Unexplained:
		n.failures++
		return outcome(testcase(b, n, "diagnosis", "conclusion"), "failure", "unexplained", headline(r), "")
	case diagnose.Inconclusive:
		n.skipped++
		return outcome(testcase(b, n, "diagnosis", "conclusion"), "skipped", "", headline(r), "")
	}
	return append(testcase(b, n, "diagnosis", "conclusion"), "</testcase>\n"...)
}

func testcase(b []byte, n *junitCount, stage, name string) []byte {
	n.tests++
	b = appendXML(append(b, `    <testcase classname="why403.`...), stage)
	b = appendXML(append(b, `" name="`...), line(name))
	return append(b, `">`...)
}

func outcome(b []byte, element, kind, message, text string) []byte {
	b = append(append(b, "\n      <"...), element...)
	if kind != "" {
		b = append(appendXML(append(b, ` type="`...), line(kind)), '"')
	}
	b = append(appendXML(append(b, ` message="`...), message), '"')
	if text == "" {
		b = append(b, "/>"...)
	} else {
		b = append(appendXML(append(b, '>'), text), "</"+element+">"...)
	}
	return append(b, "\n    </testcase>\n"...)
}

// failureText is the evidence and the fixes, one to a line.
func failureText(c *diagnose.Ranked) string {
	var b strings.Builder
	if c.Detail != "" {
		b.WriteString(line(c.Detail) + "\n")
	}
	for _, s := range c.Evidence {
		if at := line(s.At.String()); at != "" {
			b.WriteString(at + ": ")
		}
		b.WriteString(line(s.Says) + "\n")
	}
	for _, f := range c.Fixes {
		b.WriteString("Fix (" + owner(f.By) + "): " + sentence(f.Do) + whereText(f) + "\n")
		if f.Run != "" {
			b.WriteString("  " + f.Run + "\n")
		}
	}
	b.WriteString("More: why403 explain " + line(string(c.Rule)))
	return b.String()
}

func whereText(f diagnose.Fix) string {
	if f.Where == "" {
		return ""
	}
	return " Where: " + line(f.Where) + "."
}
