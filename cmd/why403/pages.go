package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/rules"
)

// page is the text of `why403 explain` under construction: headings and
// paragraphs wrapped at 80 columns.
type page struct{ strings.Builder }

const pageWidth = 80

func (p *page) title(s string) { p.WriteString(s + "\n" + strings.Repeat("=", len([]rune(s))) + "\n") }

// section writes a heading and its text; an empty text leaves the section out.
// Lines that are indented or begin a list stay lines of their own.
func (p *page) section(heading, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	p.WriteString("\n" + heading + "\n")
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		p.paragraph(line)
	}
}

func (p *page) paragraph(line string) {
	indent := "  "
	if strings.HasPrefix(line, "- ") {
		indent = "    "
	}
	width := len("  ")
	p.WriteString("  ")
	for i, word := range strings.Fields(line) {
		n := len([]rune(word))
		switch {
		case i == 0:
		case width+1+n > pageWidth:
			p.WriteString("\n" + indent)
			width = len(indent)
		default:
			p.WriteByte(' ')
			width++
		}
		p.WriteString(word)
		width += n
	}
	p.WriteByte('\n')
}

// verbatim writes a heading and a text that keeps its lines.
func (p *page) verbatim(heading, text string) {
	if text == "" {
		return
	}
	p.WriteString("\n" + heading + "\n")
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		p.WriteString(strings.TrimRight("  "+line, " ") + "\n")
	}
}

func rulePage(name string) (string, bool) {
	all := rules.All()
	i := slices.IndexFunc(all, func(r *diagnose.Checker) bool { return string(r.ID) == name })
	if i < 0 {
		return "", false
	}
	r := all[i]
	var p page
	p.title(name + ": " + r.Doc.Title)
	p.section("What it means", r.Doc.Why)
	p.section("How to mend it", r.Doc.Fix)
	p.section("How to tell it from its neighbours", r.Doc.Tell)
	p.section("What it needs to see", r.Needs.String())
	p.verbatim("A case it blames", r.Doc.Example)
	p.verbatim("What why403 says of it", exampleReport(r.Doc.Example))
	p.section("Cause and stage", fmt.Sprintf("cause %s, stage %s, since %s", causeName(r.Cause), r.Stage, r.Doc.Since))
	return p.String(), true
}

func causePage(name string) (string, bool) {
	if d, ok := causeDoc(diagnose.Cause(name)); ok {
		var p page
		p.title(name + ": " + d.Title)
		p.section("What it means", d.Means)
		p.section("How it shows", shapes(d.Shows))
		p.section("How to tell it from its neighbours", d.Tell)
		p.section("How to mend it", mending(d.Mend))
		p.verbatim("An example", d.Example)
		p.verbatim("What why403 says of it", exampleReport(d.Example))
		p.section("Rules that look for it", strings.Join(rulesFor(d.Cause), ", "))
		return p.String(), true
	}
	return "", false
}

func causeDoc(cause diagnose.Cause) (rules.CauseDoc, bool) {
	for _, d := range rules.CauseDocs() {
		if d.Cause == cause {
			return d, true
		}
	}
	return rules.CauseDoc{}, false
}

func shapes(all []rules.Shape) string {
	var b strings.Builder
	for _, s := range all {
		b.WriteString("- " + s.Platform + ": " + s.Literal + "\n")
	}
	return b.String()
}

func mending(fixes []diagnose.Fix) string {
	var b strings.Builder
	for _, f := range fixes {
		who := string(f.By)
		if f.By == diagnose.Admin {
			who = "administrator"
		}
		b.WriteString("- " + who + ": " + f.Do + "\n")
	}
	return b.String()
}

func rulesFor(cause diagnose.Cause) []string {
	var ids []string
	for _, r := range rules.All() {
		if r.Cause == cause {
			ids = append(ids, string(r.ID))
		}
	}
	return ids
}
