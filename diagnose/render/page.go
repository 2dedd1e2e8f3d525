package render

import (
	"io"
	"strings"

	"github.com/fatih/color"
)

// page collects the lines of a text report. Its methods expect text that line or
// clean has made safe, but for command, which does it itself.
type page struct {
	styles
	width int
	out   []byte
}

func (p *page) flush(w io.Writer) error {
	_, err := w.Write(p.out)
	return err
}

func (p *page) blank() { p.out = append(p.out, '\n') }

func (p *page) heading(s string) {
	p.blank()
	p.text(p.strong, "", s)
}

// text writes a paragraph, every line indented alike; nothing where it is empty.
func (p *page) text(c *color.Color, indent, s string) {
	if s == "" {
		return
	}
	for _, l := range wrap(s, p.width-displayed(indent)) {
		p.write(c, indent, l)
	}
}

// hang writes a paragraph behind a lead, in whose colour it is painted; the further
// lines are indented by the lead's width.
func (p *page) hang(c *color.Color, lead, s string) {
	p.branch(c, lead, strings.Repeat(" ", displayed(lead)), s)
}

// branch writes a paragraph behind a lead, and the further lines behind another.
func (p *page) branch(c *color.Color, lead, under, s string) {
	for i, l := range wrap(s, p.width-displayed(lead)) {
		if i == 0 {
			p.out = append(p.out, painted(c, lead)...)
		} else {
			p.out = append(p.out, under...)
		}
		p.write(nil, "", l)
	}
}

// pair writes a labelled fact; nothing where there is none.
func (p *page) pair(label, s string) {
	if s != "" {
		p.hang(p.faint, "  "+label+strings.Repeat(" ", max(0, 11-len(label))), s)
	}
}

// command writes text to be copied: never wrapped, one line for each of its own.
func (p *page) command(indent, s string) {
	if s == "" {
		return
	}
	for _, l := range strings.Split(clean(s, true), "\n") {
		p.write(nil, indent, strings.ReplaceAll(strings.TrimRight(l, " \t"), "\t", "    "))
	}
}

func (p *page) write(c *color.Color, indent, s string) {
	if s != "" {
		p.out = append(p.out, indent...)
		p.out = append(p.out, painted(c, s)...)
	}
	p.out = append(p.out, '\n')
}

// painted colours what is not blank.
func painted(c *color.Color, s string) string {
	if c == nil || strings.TrimSpace(s) == "" {
		return s
	}
	return c.Sprint(s)
}

func (p *page) colour(m mark) *color.Color {
	switch m {
	case passes:
		return p.good
	case blocks:
		return p.bad
	}
	return p.open
}
