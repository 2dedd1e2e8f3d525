package render

import "bytes"

// textPen writes a message as plain text that survives mail and chat: no colour and
// no mark-up but indentation.
type textPen struct{ *page }

func (p *textPen) subject(s string) { p.hang(p.strong, "Subject: ", line(s)); p.blank() }

func (p *textPen) heading(s string) { p.page.heading(line(s)) }

func (p *textPen) para(s string) { p.text(nil, "", line(s)) }

func (p *textPen) item(s string) { p.hang(nil, "  • ", line(s)) }

func (p *textPen) fact(label, s string) {
	if s = line(s); s != "" {
		p.hang(p.faint, "  "+label+": ", s)
	}
}

func (p *textPen) code(_, s string) { p.command("    ", s) }

func (p *textPen) means(s string) { p.blank(); p.text(nil, "", line(s)+":") }

func (p *textPen) bytes() []byte { return p.out }

// markdownPen writes a message as Markdown for tickets and chats.
type markdownPen struct{ markdown }

func (p *markdownPen) subject(s string) { p.markdown.para("**" + prose(s) + "**") }

func (p *markdownPen) heading(s string) { p.markdown.para("**" + prose(s) + "**"); p.gap() }

func (p *markdownPen) para(s string) {
	if s != "" {
		p.markdown.para(prose(s))
		p.gap()
	}
}

func (p *markdownPen) means(s string) { p.para(s + ":") }

func (p *markdownPen) item(s string) { p.markdown.item(prose(s)) }

func (p *markdownPen) fact(label, s string) { p.markdown.fact(label, s, prose) }

func (p *markdownPen) code(language, s string) {
	if s != "" {
		p.gap()
		p.WriteString(block(language, s))
		p.gap()
	}
}

func (p *markdownPen) bytes() []byte { return append(bytes.TrimSpace([]byte(p.String())), '\n') }
