package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// dialect is the way one kind of client prints the messages it exchanges. Its
// rewriter turns the lines into wire text: marks off, noise out, quotes decoded.
type dialect struct {
	name    string
	spoken  func(text string) bool // by signs that the beginning of a text shows
	rewrite func(d *dictation, ls []line)
}

// dictation is wire text in the making.
type dictation struct {
	sheet
	origin  origin
	failure string // the client's own last word
	scheme  string // what the connection of the next request speaks, where known
}

// line appends a line of wire text that stood at offset from.
func (d *dictation) line(text string, from int) {
	d.add(text+"\n", from)
	if d.scheme == "" {
		return
	}
	if m, ok := requestLine(text); ok && m.method != "CONNECT" {
		d.put(":scheme: "+d.scheme+"\n", from)
	}
}

// mark says that the message so far ends here.
//
// Too many places call it for each to have a copy.
//
//go:noinline
func (d *dictation) mark(from int) { d.put(endMark+"\n", from) }

// dialects lists the ways of printing, the most particular first. The last one
// is wire text itself.
func dialects() []dialect {
	return []dialect{
		{"curl trace", isTrace, rewriteTrace},
		{"http.client debug output", spoken("send: b", "reply: '", "send: '", "reply: \""), rewriteHTTPClient},
		{"packets", isPackets, rewritePackets},
		{"packet details", func(text string) bool { return strings.Contains(text, packetDetails) }, rewritePacketDetails},
		{"java.net.http log", spoken("INFO: REQUEST: http", "INFO: HEADERS: REQUEST HEADERS:"), rewriteJavaHTTP},
		{"HttpURLConnection log", spoken("sun.net.www.MessageHeader@"), rewriteMessageHeader},
		{"RestClient log", spoken("RestClient.get \"", "RestClient.post \"", "RestClient.put \"", "RestClient.patch \"", "RestClient.delete \""), rewriteRestClient},
		{"printed structs of Go", isGoStruct, rewriteGoStruct},
		{"net/http debug output", spoken("<- \"", "-> \"HTTP/"), rewriteRuby},
		{"wire log", spoken(">> \"", "<< \"HTTP/"), rewriteWireLog},
		{"request log", spoken("--> GET ", "--> POST ", "--> PUT ", "--> PATCH ", "--> DELETE ", "--> HEAD ",
			"--> OPTIONS ", "<-- 4", "<-- HTTP/", "<--- HTTP/", "<-- 5", "<-- 2"), rewriteArrowLog},
		{"wget debug output", spoken("---request begin---", "---response begin---"), rewriteWget},
		{"resty debug output", spoken("~~~ REQUEST ~~~", "~~~ RESPONSE ~~~"), rewriteResty},
		{"HttpClient output", spoken("Method: GET, RequestUri: '", "Method: POST, RequestUri: '", "Method: PATCH, RequestUri: '", "Method: PUT, RequestUri: '",
			"Method: DELETE, RequestUri: '", "StatusCode: 4", "Start processing HTTP request ", "Sending HTTP request ", "Received HTTP response "), rewriteDotNet},
		{"gcloud output", spoken("==== request start ===="), rewriteGcloud},
		{"wget2 debug output", spoken("# got header "), rewriteWget2},
		{"numbered transcript", spoken("1 > ", "1 < "), rewriteNumbered},
		{"Playwright call log", spoken("- → "), rewriteCallLog},
		{"REST Assured log", spoken("Request method:\t"), rewriteRestAssured},
		{"curl transcript", spoken("> GET /", "> POST /", "> PUT /", "> PATCH /", "> DELETE /", "> HEAD /", "> OPTIONS ",
			"> CONNECT ", "< HTTP/", "> HTTP/", "> GET http", "> POST http", "> PATCH http", "> PUT http", "> DELETE http"), rewriteArrows},
		{"wiretap", isWiretap, rewriteWiretap},
		{"headers log", spoken("http-outgoing-", "http-incoming-"), rewriteHeaderLog},
		{"wget transcript", spoken("HTTP request sent, awaiting response"), rewriteWgetS},
		{"mitmproxy log", spoken("\n << "), rewriteMitmdump},
		{"lwp transcript", isLWP, rewriteLWP},
		{"quoted dumps", hasQuoted, rewriteQuoted},
		{"HTTP transcript", func(string) bool { return true }, rewritePlain},
	}
}

// isTranscript recognises a transcript: a dialect's signs, or a line that begins a
// message.
func isTranscript(text string) bool {
	ds := dialects()
	for _, d := range ds[:len(ds)-1] {
		if d.spoken(text) {
			return true
		}
	}
	ls := lines(text)
	for i, l := range ls {
		m, _, ok := startLine(l)
		if !ok {
			continue
		}
		if m.proto != "" || i+1 < len(ls) && headerBehind(ls[i+1].text) {
			return true
		}
	}
	return false
}

func headerBehind(s string) bool {
	_, value, ok := headerLine(s)
	return ok && value != ""
}

// spoken makes a detector: one of the signs stands at the beginning of a line, or
// behind the prefix that a logger puts there.
//
// Too many places call it for each to have a copy.
//
//go:noinline
func spoken(signs ...string) func(string) bool {
	return func(text string) bool {
		for _, sign := range signs {
			if i := strings.Index(text, sign); i >= 0 && (i == 0 || sign[0] == '\n' || beginsThere(text, i)) {
				return true
			}
		}
		return false
	}
}

// beginsThere says whether what stands at i begins a line or follows a prefix.
func beginsThere(text string, i int) bool {
	switch text[i-1] {
	case '\n', '\r':
		return true
	case ' ', '\t':
		return i < 2 || text[i-2] != '=' && text[i-2] != '-'
	}
	return false
}

// readTranscript reads the exchanges that a client printed.
func readTranscript(text string, at func(int) diagnose.Location) ([]raw, error) {
	for _, d := range dialects() {
		if !d.spoken(text) {
			continue
		}
		var w dictation
		d.rewrite(&w, lines(text))
		place := func(offset int) diagnose.Location { return at(w.place(offset)) }
		ms := readWire(w.String(), place)
		if len(ms) == 0 {
			continue
		}
		rs := calls(ms, w.origin, place)
		if len(rs) > 0 && w.failure != "" {
			rs[len(rs)-1].failure = w.failure
		}
		return rs, nil
	}
	return nil, nil
}

// rewritePlain reads a text that is wire text but for some noise.
func rewritePlain(d *dictation, ls []line) {
	for _, l := range ls {
		t := strings.TrimSpace(l.text)
		if strings.HasPrefix(t, "xh: ") || strings.HasPrefix(t, "http: warning") || strings.HasPrefix(t, "http: error") {
			d.mark(l.at)
			continue
		}
		d.add(l.text+"\n", l.at)
	}
}

// rewriteArrows reads what curl -v, gh, requests-toolbelt and Insomnia print:
// "> " and "< " in front of headers, "* " in front of remarks.
func rewriteArrows(d *dictation, ls []line) {
	shown := false // hurl's remarks show a body
	for _, l := range ls {
		text := l.text
		starred := strings.HasPrefix(text, "* ")
		switch {
		case text == "* Response body:":
			shown = true
		case shown && starred:
			d.add(text[2:]+"\n", l.at+2)
		case text == ">" || text == "<":
			d.line("", l.at)
		case strings.HasPrefix(text, "> ") || strings.HasPrefix(text, "< "):
			rest := l.after(2)
			if _, _, begins := startLine(rest); begins {
				d.mark(l.at)
			}
			d.line(rest.text, rest.at)
		case strings.HasPrefix(text, "| "): // the data that Insomnia shows
			d.add(text[2:]+"\n", l.at+2)
		case starred || text == "*":
			d.remark(text)
			shown = false
		case isDataMark(text) || isProgress(text):
		case strings.HasPrefix(text, "curl: ("):
			d.failure = text
			d.mark(l.at)
		default:
			for _, glued := range []string{"* Connection #", "* Closing connection", "* Curl_http_done"} {
				if i := strings.Index(text, glued); i > 0 {
					text = text[:i]
				}
			}
			d.add(text+"\n", l.at)
		}
	}
}

// remark takes from one of curl's remarks what it says of the connection.
func (d *dictation) remark(text string) {
	switch {
	case strings.Contains(text, "SSL connection using"), strings.Contains(text, "[:scheme: https]"),
		strings.Contains(text, "TLS handshake"), strings.Contains(text, "ALPN"), strings.Contains(text, "(port 443)"):
		d.scheme = "https"
	case strings.HasPrefix(text, "* Connected to "):
		if strings.Contains(text, " port 443") {
			d.scheme = "https"
		} else if strings.Contains(text, " port ") && d.scheme == "" {
			d.scheme = "http"
		}
	case strings.HasPrefix(text, "*   Trying "), strings.HasPrefix(text, "* Issue another request"):
		d.scheme = ""
	case strings.Contains(text, "CONNECT tunnel failed"), strings.Contains(text, "HTTP code 403 from proxy"):
		d.failure = strings.TrimPrefix(text, "* ")
	}
}

// isDataMark recognises curl's "} [24 bytes data]".
func isDataMark(s string) bool {
	return (strings.HasPrefix(s, "} [") || strings.HasPrefix(s, "{ [")) && strings.HasSuffix(s, " bytes data]")
}

// isProgress recognises the lines of curl's progress meter.
func isProgress(s string) bool {
	return strings.Contains(s, "--:--:--") || strings.HasPrefix(s, "  % Total") || strings.Contains(s, "Dload  Upload")
}

// behind gives what stands behind a sign in a line.
func behind(l line, sign string) (line, bool) {
	if i := strings.Index(l.text, sign); i >= 0 {
		return l.after(i + len(sign)), true
	}
	return l, false
}

// rewriteWireLog reads the wire log of Apache HttpClient:
// >> "PATCH /x HTTP/1.1[\r][\n]".
func rewriteWireLog(d *dictation, ls []line) {
	sent := false
	for _, l := range ls {
		for _, arrow := range []string{">> \"", "<< \""} {
			rest, ok := behind(l, arrow)
			if !ok {
				continue
			}
			text := strings.TrimSuffix(rest.text, "\"")
			text = strings.NewReplacer("[\\r]", "", "[\\n]", "\n").Replace(text)
			if now := arrow[0] == '>'; now != sent {
				d.put("\n"+endMark+"\n", l.at)
				sent = now
			}
			d.put(text, rest.at)
			break
		}
	}
}

// rewriteHeaderLog reads the header log of Apache HttpClient.
func rewriteHeaderLog(d *dictation, ls []line) {
	sent, any := false, false
	for _, l := range ls {
		for _, arrow := range []string{" >> ", " << "} {
			rest, ok := behind(l, arrow)
			if !ok || strings.HasPrefix(rest.text, "\"") {
				continue
			}
			if now := arrow == " >> "; now != sent || !any {
				d.mark(l.at)
				sent, any = now, true
			}
			d.line(rest.text, rest.at)
			break
		}
	}
}

// rewriteArrowLog reads OkHttp's and Feign's loggers: "--> PATCH https://…", the
// headers, "--> END PATCH", "<-- 403 Forbidden https://… (12ms)".
func rewriteArrowLog(d *dictation, ls []line) {
	for _, l := range ls {
		text := strings.TrimSpace(l.text)
		if i := strings.Index(text, "] "); i > 0 && strings.HasPrefix(text, "[") && i < 100 { // Feign's [Api#method]
			text = text[i+2:]
		} else if strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]") && strings.Contains(text, "#") {
			text = ""
		}
		i := strings.IndexByte(text, '-')
		if j := strings.Index(text, "<-"); j >= 0 && j < i {
			i = j
		}
		mark := strings.TrimLeft(text[max(i, 0):], "<-")
		dashes := len(text) - max(i, 0) - len(mark)
		switch {
		case i < 0 || dashes < 2 || !strings.HasPrefix(mark, ">") && text[i] != '<':
			d.add(text+"\n", l.at)
		case strings.Contains(mark, "END "):
			d.mark(l.at)
		case text[i] == '<':
			d.mark(l.at)
			mark = strings.TrimSpace(mark)
			if _, ok := statusCode(mark); ok {
				mark = "HTTP/1.1 " + mark
			}
			d.line(mark, l.at)
		default:
			d.mark(l.at)
			d.line(okHTTPRequest(strings.TrimSpace(mark[1:])), l.at)
		}
	}
}

// okHTTPRequest makes a request line of "PATCH https://… (24-byte body)".
func okHTTPRequest(s string) string {
	s, _, _ = strings.Cut(s, " (")
	return s
}
