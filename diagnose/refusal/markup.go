package refusal

import "strings"

// isXML tells an XML error document from an HTML page.
func isXML(text string) bool {
	if len(text) > 300 {
		text = text[:300]
	}
	root, _, _ := strings.Cut(text, ">")
	return !contains(text, "<html") && !contains(text, "<!doctype html") &&
		(strings.HasPrefix(text, "<?xml") || contains(text, "<Error") || contains(text, "<fault") || contains(text, "<ErrorResponse") || strings.HasSuffix(root, "Exception"))
}

// withoutCDATA leaves the text of CDATA sections and drops their brackets.
func withoutCDATA(text string) string {
	if !strings.Contains(text, "<![CDATA[") {
		return text
	}
	return strings.NewReplacer("<![CDATA[", "", "]]>", "").Replace(text)
}

// element is the text of the first XML element of that name, entities resolved;
// empty where there is none.
func element(text, name string) string {
	i := index(text, "<"+name+">")
	if i < 0 {
		return ""
	}
	rest := text[i+len(name)+2:]
	if j := strings.Index(rest, "<"); j >= 0 {
		rest = rest[:j]
	}
	return strings.TrimSpace(resolve(rest))
}

// markupMessage reduces a page to its own words: the title and the first text.
func markupMessage(text string, f form) string {
	if f == xmlForm {
		if m := element(text, "Message"); m != "" {
			return m
		}
	}
	title := titleOf(text)
	body := text
	if i := index(text, "<body"); i >= 0 {
		body = text[i:]
	} else if i := index(text, "</head>"); i >= 0 {
		body = text[i:]
	}
	first := textOf(body, 400)
	switch {
	case title == "":
		return first
	case first == "" || strings.EqualFold(first, title):
		return title
	}
	return title + ": " + strings.TrimPrefix(first, title+" ")
}

func titleOf(text string) string {
	i := index(text, "<title")
	if i < 0 {
		return ""
	}
	rest := text[i:]
	j := strings.IndexByte(rest, '>')
	if j < 0 {
		return ""
	}
	rest = rest[j+1:]
	if k := strings.IndexByte(rest, '<'); k >= 0 {
		rest = rest[:k]
	}
	return strings.Join(strings.Fields(resolve(rest)), " ")
}

// textOf is the text between the tags, without scripts and styles, white space
// folded, and little more than most bytes of it.
func textOf(text string, most int) string {
	var b strings.Builder
	for text != "" && b.Len() < most {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			i = len(text)
		}
		for _, word := range strings.Fields(resolve(text[:i])) {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(word)
		}
		text = skipTag(text[i:])
	}
	return b.String()
}

// skipTag moves behind the tag that text begins with; behind the whole element
// where its content is not for people.
func skipTag(text string) string {
	end := ">"
	switch {
	case strings.HasPrefix(text, "<!--"):
		end = "-->"
	case len(text) > 7 && strings.EqualFold(text[:7], "<script"):
		end = "</script>"
	case len(text) > 6 && strings.EqualFold(text[:6], "<style"):
		end = "</style>"
	}
	i := index(text, end)
	if i < 0 {
		return ""
	}
	return text[i+len(end):]
}

// resolve replaces the entities that error pages use.
func resolve(s string) string {
	if strings.IndexByte(s, '&') < 0 {
		return s
	}
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#39;", "'", "&apos;", "'", "&#x27;", "'", "&nbsp;", " ",
		"&#46;", ".", "&#47;", "/", "&#32;", " ", "&amp;", "&").Replace(s)
}

// isRepr says that a text is Python's way of printing an error, "<HttpError 403
// when requesting …>", and no markup.
func isRepr(text string) bool {
	n := 1
	for n < len(text) && alnum(text[n]) {
		n++
	}
	status := strings.TrimLeft(text[n:], " [")
	return len(status) < len(text)-n && len(status) > 3 && digits(status[:3]) && !alnum(status[3])
}
