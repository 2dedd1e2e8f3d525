package evidence

import "strings"

// rewriteResty reads the debug output of Go's resty: blocks of labels.
func rewriteResty(d *dictation, ls []line) {
	body := false
	for _, l := range ls {
		text := strings.TrimSpace(l.text)
		label, value, _ := strings.Cut(text, ":")
		switch {
		case strings.HasPrefix(text, "~~~ "):
			d.mark(l.at)
			body = false
		case strings.HasPrefix(text, "====") || strings.HasPrefix(text, "----"):
			d.mark(l.at)
			body = false
		case body:
			d.add(l.text+"\n", l.at)
		case strings.TrimSpace(label) == "HOST":
			d.line("Host: "+strings.TrimSpace(value), l.at)
		case strings.TrimSpace(label) == "STATUS":
			d.line("HTTP/1.1 "+strings.TrimSpace(value), l.at)
		case strings.TrimSpace(label) == "BODY":
			d.line("", l.at)
			body = true
		case strings.HasPrefix(l.text, "\t") || strings.HasPrefix(l.text, "    "):
			d.add(text+"\n", l.at)
		default:
			if fields := strings.Fields(text); len(fields) == 3 && isVerb(fields[0]) {
				d.line(strings.Join(fields, " "), l.at)
			}
		}
	}
}

// rewriteDotNet reads what .NET's HttpClient logs, and its messages printed by
// ToString: "Method: PATCH, RequestUri: 'https://…', … Headers: { … }".
func rewriteDotNet(d *dictation, ls []line) {
	refused := "" // the status that an exception told ahead of its request
	for _, l := range ls {
		text := strings.TrimSpace(l.text)
		switch {
		case strings.Contains(text, "does not indicate success: "):
			refused = between(text, "does not indicate success: ", "\n")
		case refused != "" && strings.HasPrefix(text, "Content: "): // Refit's ApiException
			d.mark(l.at)
			d.line("HTTP/1.1 "+strings.TrimSuffix(refused, "."), l.at)
			d.line("", l.at)
			d.add(text[9:]+"\n", l.at+strings.Index(l.text, text)+9)
			refused = ""
		case strings.Contains(text, "RequestUri: '"):
			d.mark(l.at)
			d.line(between(text, "Method: ", ",")+" "+between(text, "RequestUri: '", "'"), l.at)
		case strings.Contains(text, "StatusCode: ") && strings.Contains(text, "ReasonPhrase: "):
			d.mark(l.at)
			d.line("HTTP/1.1 "+between(text, "StatusCode: ", ","), l.at)
		case strings.Contains(text, "ing HTTP request "): // Start processing, Sending
			if request := text[strings.Index(text, "ing HTTP request ")+17:]; !strings.HasPrefix(text, "End") {
				d.mark(l.at)
				d.line(strings.Fields(request + " ?")[0]+" "+strings.Fields(request + " ? ?")[1], l.at)
			}
		case strings.Contains(text, "Received HTTP response"):
			d.mark(l.at)
			if i := strings.LastIndex(text, " - "); i > 0 {
				d.line("HTTP/1.1 "+text[i+3:], l.at)
			} else if i := strings.Index(text, "response "); i > 0 {
				d.line("HTTP/1.1 "+strings.TrimPrefix(text[i+9:], "headers after "), l.at)
			}
		case text == "{" || isDotNetNoise(text):
		case text == "}":
			d.line("", l.at)
		default:
			d.add(text+"\n", l.at)
		}
	}
}

func isDotNetNoise(s string) bool {
	for _, prefix := range []string{"Request Headers:", "Response Headers:", "info: ", "trce: ", "dbug: ", "End processing HTTP request"} {
		if strings.HasPrefix(s, prefix) {
			return true
		}
	}
	return false
}

// between gives what stands between two marks.
func between(s, from, to string) string {
	i := strings.Index(s, from)
	if i < 0 {
		return ""
	}
	s = s[i+len(from):]
	if j := strings.Index(s, to); j >= 0 {
		return s[:j]
	}
	return s
}

// rewriteGcloud reads gcloud --log-http: labels between rulers.
func rewriteGcloud(d *dictation, ls []line) {
	section, method, uri := "", "", ""
	for _, l := range ls {
		text := strings.TrimSpace(l.text)
		if mark := strings.Trim(text, "=- "); text != mark {
			switch mark {
			case "request start", "response start", "request end", "response end":
				d.mark(l.at)
			case "headers start":
				if uri != "" {
					d.line(method+" "+uri, l.at)
					uri = ""
				}
				section = "headers"
			case "body start":
				d.line("", l.at)
				section = "body"
			case "headers end", "body end":
				section = ""
			}
			if mark != "" {
				continue
			}
		}
		label, value, _ := strings.Cut(text, ": ")
		switch {
		case section == "headers":
			if strings.HasPrefix(text, "b'") {
				text = strings.NewReplacer("b'", "", "'", "").Replace(text)
			}
			d.add(text+"\n", l.at)
		case section == "body":
			d.add(l.text+"\n", l.at)
		case label == "uri":
			uri = value
		case label == "method":
			method = value
		case label == "status":
			d.line("HTTP/1.1 "+value, l.at)
		}
	}
}

// isLogfmt recognises lines of key=value pairs.
func isLogfmt(text string) bool {
	for i, l := range lines(text[:min(len(text), 16<<10)]) {
		if v := logfmt(l); v != nil && len(v.keys) >= 3 && v.get("method", "status", "status_code", "url", "path", "http.method", "msg") != nil {
			return true
		}
		if i > 20 {
			break
		}
	}
	return false
}

// logfmt reads a line of key=value pairs; nil where it is none.
func logfmt(l line) *literal {
	v := &literal{kind: objectValue, at: l.at, end: l.at}
	for i := 0; i < len(l.text); {
		if l.text[i] == ' ' || l.text[i] == '\t' {
			i++
			continue
		}
		eq := i
		for eq < len(l.text) && strings.IndexByte(" \t=\"{", l.text[eq]) < 0 {
			eq++
		}
		if eq == i || eq >= len(l.text) || l.text[eq] != '=' {
			i = eq + 1
			continue
		}
		p := &literals{text: l.text, pos: eq + 1}
		kid := &literal{kind: stringValue, at: l.at + eq + 1}
		if p.peek() == '"' {
			kid.text = p.quoted(false).text
		} else {
			if n := jsonEnd(l.text[p.pos:]); n > 0 && p.peek() == '{' {
				p.pos += n
			}
			for p.pos < len(l.text) && l.text[p.pos] != ' ' {
				p.pos++
			}
			kid.text = l.text[eq+1 : p.pos]
		}
		if _, ok := statusCode(kid.text); ok && len(kid.text) == 3 {
			kid.kind = numberValue
		}
		kid.end = kid.at
		v.keys, v.kids = append(v.keys, l.text[i:eq]), append(v.kids, kid)
		i = p.pos
	}
	if len(v.keys) < 2 {
		return nil
	}
	return v
}
