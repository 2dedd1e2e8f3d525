package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/refusal"
	"github.com/why403/why403/diagnose/rules"
	"github.com/why403/why403/diagnose/standard"
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
		p.WriteString("  " + line + "\n")
	}
}

func rulePage(name string) (string, bool) {
	all := rules.All()
	i := slices.IndexFunc(all, func(r diagnose.Checker) bool { return string(r.ID) == name })
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
	for _, d := range rules.CauseDocs() {
		if string(d.Cause) != name {
			continue
		}
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
		b.WriteString("- " + string(f.By) + ": " + f.Do + "\n")
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

// statuses says what the statuses mean that a refusal may hide behind.
var statuses = map[int]string{
	400: "The request was not understood. Genesys Cloud also answers 400 not.a.user where a call needs a user, and a body that does not fit its schema is answered 400, hardly ever 403.",
	401: "The server does not know who calls: no token, an expired one, one for another audience, region or organisation. More permissions never mend a 401. Genesys Cloud answers 401 ip.not.authorized for a forbidden address.",
	403: "The server knows who calls and will not do it; or somebody in front of it (CDN, WAF, proxy, CSRF protection) said no. The literal code and the names in the message decide.",
	404: "There is no such thing, or it is hidden: some servers answer 404 for objects of another organisation.",
	405: "The path is known, the method is not.",
	407: "A proxy between the client and the server wants credentials of its own.",
	415: "The server does not take this content type.",
	419: "Laravel's answer for a missing or expired CSRF token.",
	429: "Too many requests. Wait as long as Retry-After says; permissions have nothing to do with it. Some servers answer 403 instead.",
}

func statusPage(name string) (string, bool) {
	n, err := strconv.Atoi(name)
	meaning, ok := statuses[n]
	if err != nil || !ok {
		return "", false
	}
	var p page
	p.title("status " + name)
	p.section("What it means", meaning)
	return p.String(), true
}

func codePage(name string) (string, bool) {
	cause, on, class, ok := refusal.CodeInfo(name)
	if !ok {
		return "", false
	}
	var p page
	p.title(name + ": an error code of Genesys Cloud")
	var seen []string
	for _, s := range on {
		seen = append(seen, strconv.Itoa(s))
	}
	p.section("Status", strings.Join(seen, ", "))
	p.section("Class", class)
	p.section("What it points to", string(cause)+" (why403 explain "+string(cause)+")")
	p.section("Operations that list it beyond the common set", operations(func(op *diagnose.Operation) bool {
		return slices.ContainsFunc(op.Codes, func(c diagnose.ErrorCode) bool { return c.Code == name })
	}))
	return p.String(), true
}

func permissionPage(name string) (string, bool) {
	if !standard.Catalog().IsPermission(name) {
		return "", false
	}
	var p page
	p.title(name + ": a permission")
	p.section("What it is", "A permission domain:entity:action that a role carries, in the divisions in which the role is granted. "+
		"It is no scope: asking for it as a scope of a token changes nothing.")
	p.section("Operations that ask for it", operations(func(op *diagnose.Operation) bool {
		return slices.ContainsFunc(op.Permissions.Names, func(n string) bool { return strings.EqualFold(n, name) })
	}))
	p.section("Who grants it", "An administrator, in Admin › People & Permissions › Roles / Permissions; look for a role that carries it before making one.")
	return p.String(), true
}

func scopePage(name string) (string, bool) {
	if !standard.Catalog().IsScope(name) {
		return "", false
	}
	var p page
	p.title(name + ": a scope")
	what := "A scope that the token of a user can be issued with. It does not apply to the client-credentials grant."
	if base, ok := strings.CutSuffix(name, ":readonly"); ok {
		what += " It allows reading only; " + base + " allows reading and changing."
	}
	p.section("What it is", what)
	p.section("Operations that accept it", operations(func(op *diagnose.Operation) bool { return slices.Contains(op.Scopes.Names, name) }))
	p.section("Who grants it", "The developer asks for it at sign-in, an administrator allows it in Admin › Integrations › OAuth › the client › Scope, and the user signs in again.")
	return p.String(), true
}

// operations lists what the predicate holds for, a line each, the first twenty of
// them.
func operations(holds func(*diagnose.Operation) bool) string {
	const most = 20
	var lines []string
	n := 0
	for op := range standard.Catalog().All() {
		if !holds(op) {
			continue
		}
		if n++; n <= most {
			lines = append(lines, "- "+op.Method+" "+op.Path)
		}
	}
	if n > most {
		lines = append(lines, fmt.Sprintf("- and %d more", n-most))
	}
	if n == 0 {
		return "none"
	}
	return strings.Join(lines, "\n")
}
