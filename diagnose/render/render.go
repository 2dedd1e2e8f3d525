// Package render turns a report into bytes: one file per format. It knows no
// rule, no catalog and no evidence format, and it never edits a report.
//
// Everything a report quotes was written by somebody else. Each format escapes
// it for its reader, and none lets a control character through, so that nothing
// a server answered can steer a terminal, a browser or a CI log.
package render

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Renderer writes reports in one format. It may be used by several goroutines.
type Renderer interface {
	// Render writes one report, and its error is the writer's.
	Render(w io.Writer, r *diagnose.Report) error
}

// Options are what a person may choose about a format. A format ignores what
// does not apply to it.
type Options struct {
	Color   bool // text: ANSI colours; the words are the same without
	Width   int  // text: columns; 0 means 80
	Pretty  bool // json, sarif, problem: indented
	Explain bool // text: the whole evaluation as a tree
	Quiet   bool // text: the verdict and the fix, no more
	// Docs gives the documentation of a rule, for the formats that carry rule
	// help; nil where there is none at hand.
	Docs func(diagnose.RuleID) (diagnose.Doc, bool)
	// Ways says how a change is made, for messages; nil where nothing is known of it.
	Ways func(diagnose.Change) []diagnose.Way
}

// Many is implemented by the formats whose document is not finished after one
// report: several reports are one document.
type Many interface {
	RenderMany(w io.Writer, rs []*diagnose.Report) error
}

// All writes reports: as one document where the format is [Many], else [Parted] where
// they are several.
func All(x Renderer, w io.Writer, rs []*diagnose.Report) error {
	if m, ok := x.(Many); ok {
		return m.RenderMany(w, rs)
	}
	if len(rs) == 1 {
		return x.Render(w, rs[0])
	}
	return Parted(x, w, rs)
}

// Parted writes reports one after the other. People's formats have a line with the
// input's name above each.
func Parted(x Renderer, w io.Writer, rs []*diagnose.Report) error {
	parted, _ := x.(interface{ between(name string) string })
	for _, r := range rs {
		if parted != nil {
			if _, err := io.WriteString(w, parted.between(inputName(r))); err != nil {
				return err
			}
		}
		if err := x.Render(w, r); err != nil {
			return err
		}
	}
	return nil
}

// A format makes a Renderer; the list is in the order help texts show.
type format struct {
	name string
	make func(Options) Renderer
}

func formats() []format {
	return []format{
		{"text", func(o Options) Renderer { return newText(o) }},
		{"markdown", func(Options) Renderer { return markdownRenderer{} }},
		{"json", func(o Options) Renderer { return &jsonRenderer{pretty: o.Pretty} }},
		{"html", func(Options) Renderer { return htmlRenderer{} }},
		{"sarif", func(o Options) Renderer { return &sarifRenderer{pretty: o.Pretty, docs: o.Docs} }},
		{"junit", func(Options) Renderer { return junitRenderer{} }},
		{"github", func(Options) Renderer { return githubRenderer{} }},
		{"problem", func(o Options) Renderer { return &problemRenderer{pretty: o.Pretty} }},
	}
}

// Formats lists the names that New takes.
func Formats() []string {
	var names []string
	for _, f := range formats() {
		names = append(names, f.name)
	}
	return names
}

// New returns the renderer for a format. An unknown name is an error that lists
// the known ones, never a silent default.
func New(name string, o Options) (Renderer, error) {
	for _, f := range formats() {
		if f.name == name {
			return f.make(o), nil
		}
	}
	msg := fmt.Sprintf("unknown format %q", name)
	if near := nearest(name, Formats()); near != "" {
		msg += fmt.Sprintf(": did you mean %q?", near)
	}
	return nil, fmt.Errorf("%s (one of %s)", msg, strings.Join(Formats(), ", "))
}

// nearest returns the name that is a short form of the word, or within two edits
// of it, or nothing.
func nearest(word string, names []string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	best, at := "", 3
	for _, n := range names {
		if len(word) > 1 && strings.HasPrefix(n, word) {
			return n
		}
		if d := distance(word, n); d < at && d < len(n) {
			best, at = n, d
		}
	}
	return best
}

// distance is the Levenshtein distance of two short words, in bytes.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			above := row[j+1]
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			row[j+1] = min(above+1, row[j]+1, diagonal+cost)
			diagonal = above
		}
	}
	return row[len(b)]
}

// inputName names the piece of input a report is about: the case's own name, or the
// source of what was read of the call; empty where neither is known.
func inputName(r *diagnose.Report) string {
	if r.Case == nil {
		return r.Question.Status.From().Source
	}
	name := r.Case.Name
	if name == "" {
		name = r.Question.Status.From().Source
	}
	if name == "" && r.Case.Response != nil {
		name = cmp.Or(r.Case.Response.At.Source, r.Case.Response.Body.From().Source)
	}
	if name == "" && r.Case.Request != nil {
		name = cmp.Or(r.Case.Request.URL.From().Source, r.Case.Request.Method.From().Source)
	}
	return name
}

// conclusion is the report's conclusion; a report that nobody concluded decides
// nothing.
func conclusion(r *diagnose.Report) diagnose.Conclusion {
	if r.Conclusion == "" {
		return diagnose.Inconclusive
	}
	return r.Conclusion
}
