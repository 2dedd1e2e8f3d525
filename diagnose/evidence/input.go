package evidence

import (
	"io"
	"sort"
	"strings"

	"github.com/why403/why403/diagnose"
)

// readTextual reads an input that is text of some kind: commands, transcripts,
// dumps, logs, prose.
func readTextual(in *source, found func(raw) error) error {
	if isLongLog(in) {
		return readLongLog(in, found)
	}
	t, err := in.text()
	if err != nil {
		return err
	}
	text := string(t.data)
	rs, err := interpret(text, locator(in.name, text), in.options.Files)
	if err != nil {
		return err
	}
	if len(rs) == 0 {
		return noCall(in)
	}
	for _, r := range rs {
		if err := found(r); err != nil {
			return err
		}
	}
	return nil
}

func noCall(in *source) error {
	return &Error{At: in.start(), Problem: "there is no HTTP call in this text that why403 can make out", Hint: understood}
}

// looksLikeText says whether a call can be made out in a text, or may be further on.
func looksLikeText(head []byte) bool {
	if len(head) >= headSize {
		return true
	}
	rs, err := interpret(string(head), func(int) diagnose.Location { return diagnose.Location{} }, nil)
	return err != nil || len(rs) > 0
}

// understood lists what may be brought.
const understood = "it reads case files, curl, wget, HTTPie and PowerShell commands, fetch and axios code, .http files, HAR, " +
	"HTTP transcripts (curl -v, -i, --trace, httpie -v, wget -S), error dumps of clients and SDKs, Postman and Newman files, access logs and JSON logs; " +
	"a lone token or piece goes to its flag, as --token @FILE"

// locator gives the places of offsets in a text.
func locator(name, text string) func(int) diagnose.Location {
	starts := append(make([]int, 0, 1+strings.Count(text, "\n")), 0)
	for i := 0; i < len(text); i++ {
		if text[i] == '\n' {
			starts = append(starts, i+1)
		}
	}
	return func(offset int) diagnose.Location {
		i := sort.SearchInts(starts, offset+1)
		return diagnose.Location{Source: name, Line: i, Col: offset - starts[max(i-1, 0)] + 1}
	}
}

// looksLikeCapture says whether a JSON input is a record of calls, such as a log, a
// report of a test runner or the dump of an error, and not a case or a lone answer.
func looksLikeCapture(head []byte) bool {
	if !looksLikeJSON(head) {
		return false
	}
	others := 0
	if known, whole := countCaseKeys(head, func([]byte) { others++ }); whole && known > 0 && others == 0 {
		return false // the usual case file, told without parsing it
	}
	text := strings.TrimLeft(string(head), " \t\r\n")
	if isEnveloped(text) {
		return true
	}
	if isEvents(text) || isTshark(text) {
		return true
	}
	v, ok := parseLiteral(text, 0)
	if !ok || v.kind == objectValue && (isCase(v) || isLoneAnswer(v)) {
		return false
	}
	if v.kind == listValue && len(v.kids) > 0 && isCase(v.kids[0]) {
		return false
	}
	if isCollection(v) {
		return true
	}
	nowhere := func(int) diagnose.Location { return diagnose.Location{} }
	if len(objectCalls(v, text, nowhere)) > 0 {
		return true
	}
	rs, _ := readLogLines(text, nowhere)
	return len(rs) > 0
}

// isCase says whether an object has the form of a case.
func isCase(v *literal) bool {
	if v.get("level", "msg", "severity", "logger", "stack", "config", "info", "item", "results", "config", "hostname", "pid", "body", "statusCode", "method", "url", "uri", "test", "timing") != nil {
		return false
	}
	for i, key := range v.keys {
		if isCallField(key) || strings.EqualFold(key, "request") && isRequestLine(v.kids[i].text) {
			return false
		}
	}
	if v.get("token", "client", "user", "resource", "notes") != nil && v.get("request", "response") != nil {
		return true
	}
	for _, key := range v.keys {
		if !isCaseMember(key) {
			return false
		}
	}
	return len(v.keys) > 0
}

// isCaseMember says whether a name is one of the members of a case.
func isCaseMember(key string) bool {
	switch key {
	case "request", "response", "token", "client", "user", "resource", "offered", "others", "at", "notes":
		return true
	}
	return false
}

// isLoneAnswer says whether an object is an answer of an API and nothing more.
func isLoneAnswer(v *literal) bool {
	return isErrorBody(v) && v.get("request", "response", "config", "err", "req", "res", "headers", "requestHeaders") == nil
}

// interpret reads the calls of a text, whatever it is.
func interpret(text string, at func(int) diagnose.Location, files func(string) (io.ReadCloser, error)) ([]raw, error) {
	clean, place := strip(text)
	in := &textInput{text: clean, at: func(offset int) diagnose.Location { return at(place(offset)) }, files: files}
	for _, f := range textFormats() {
		if !f.detect(clean) {
			continue
		}
		rs, err := f.read(in)
		if err != nil || len(rs) > 0 {
			return rs, err
		}
	}
	return nil, nil
}

// interpretOutput reads what a command printed.
func interpretOutput(text string, at func(int) diagnose.Location) ([]raw, error) {
	in := &textInput{text: text, at: at}
	for _, f := range outputFormats() {
		if f.detect(text) {
			if rs, err := f.read(in); err != nil || len(rs) > 0 {
				return rs, err
			}
		}
	}
	return nil, nil
}

// textInput is a text that is to be read.
type textInput struct {
	text  string
	at    func(int) diagnose.Location
	files func(string) (io.ReadCloser, error)
}

// open reads a file that the text names; it says whether it could.
func (in *textInput) open(name string) (string, bool) {
	if in.files == nil || name == "" || name == "-" {
		return "", false
	}
	f, err := in.files(name)
	if err != nil {
		return "", false
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, 16<<20))
	return string(b), err == nil
}

// textFormat is one kind of text.
type textFormat struct {
	name   string
	detect func(text string) bool
	read   func(in *textInput) ([]raw, error)
}

// textReader makes a reader that needs no files.
//
// Too many places call it for each to have a copy.
//
//go:noinline
func textReader(read func(text string, at func(int) diagnose.Location) ([]raw, error)) func(*textInput) ([]raw, error) {
	return func(in *textInput) ([]raw, error) { return read(in.text, in.at) }
}

// The kinds of text that have a call on each line.
const (
	accessLogName = "access log"
	jsonLogName   = "JSON log"
	logfmtName    = "key=value log"
)

// textFormats lists the kinds of text, the most particular first.
func textFormats() []textFormat {
	return append([]textFormat{
		{"mitmproxy flows", isFlows, textReader(readFlows)},
		{"Burp items", isItems, textReader(readItems)},
		{"XML record", isXMLRecord, textReader(readXMLRecord)},
		{"browser events", isEvents, textReader(readEvents)},
		{"tshark packets", isTshark, textReader(readTshark)},
		{"collection", func(s string) bool { return isJSONText(s) && isCollectionText(s) }, textReader(readCollection)},
		{accessLogName, isAccessLog, textReader(readAccessLog)},
		{"table", isTable, textReader(readTable)},
		{"PowerShell command", isPowerShell, textReader(readPowerShell)},
		{"commands", isCommand, readCommands},
		{"source code", isSourceCode, textReader(readSourceCode)},
		{"HTTP file", isHTTPFile, textReader(readHTTPFile)},
		{"newman output", isNewmanOutput, textReader(readNewmanOutput)},
	}, outputFormats()...)
}

// outputFormats lists the kinds of text that programs print.
func outputFormats() []textFormat {
	return []textFormat{
		{"HTTP transcript", isTranscript, textReader(readTranscript)},
		{"headers", isHeaders, textReader(readHeaders)},
		{"error dump", isDump, textReader(readText)},
		{jsonLogName, isJSONLog, textReader(readLogLines)},
		{logfmtName, isLogfmt, textReader(readLogfmt)},
		{"JSON", isJSONText, textReader(readJSONText)},
		{"text", func(string) bool { return true }, textReader(readText)},
	}
}

func isJSONText(text string) bool {
	t := strings.TrimLeft(text, " \t\n")
	if t == "" || t[0] != '[' {
		return t != "" && t[0] == '{'
	}
	inside := strings.TrimLeft(t[1:], " \t\n")
	return inside != "" && strings.IndexByte("{[\"]", inside[0]) >= 0 // and not the time of a log
}

func readCommands(in *textInput) ([]raw, error) {
	cr := &commandReader{at: in.at, open: in.open}
	return cr.read(in.text)
}
