package evidence

import "bytes"

// format is one kind of input.
type format struct {
	name string // as messages name it: "HAR", "curl command"
	// detect says whether the beginning of an input (at most 64 KiB, UTF-8 without
	// BOM, perhaps cut in the middle) is of this kind.
	detect func(head []byte) bool
	// read hands every call of the input to found, in their order, and returns
	// at once what found returns. A bad record of a stream is handed over as
	// raw.err; an error returned ends the input.
	read func(in *source, found func(raw) error) error
}

// formats lists the kinds of input, the most particular first: the first that
// recognises an input reads it.
func formats() []format {
	return []format{
		{"HAR", looksLikeHAR, readHAR},
		{"report", looksLikeReport, readReport},
		{"stream of cases", looksLikeCases, readCases},
		{"record of calls", looksLikeCapture, readTextual},
		{"JSON", looksLikeJSON, readJSON},
		{"text", looksLikeText, readTextual},
	}
}

// recognise finds the format of an input.
func recognise(in *source) (format, error) {
	head := in.head()
	if err := in.unreadable(); err != nil {
		return format{}, err
	}
	for _, f := range formats() {
		if f.detect(head) {
			return f, nil
		}
	}
	return format{}, &Error{At: in.start(), Problem: "this is no kind of evidence that why403 knows",
		Hint: understood}
}

// looksLikeJSON says whether a text begins as a JSON object or list, and not as the
// time stamp of a log or as an object that a program printed in its own notation.
func looksLikeJSON(head []byte) bool {
	head = bytes.TrimLeft(head, " \t\r\n")
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false
	}
	inside := bytes.TrimLeft(head[1:], " \t\r\n")
	if len(inside) == 0 || inside[0] == '"' || inside[0] == head[0]+2 {
		return true
	}
	if head[0] == '[' {
		return inside[0] == '{' || inside[0] == '['
	}
	return !looksLikeNotation(inside)
}

// looksLikeNotation says whether the inside of an object begins with a bare or single-quoted
// key, as util.inspect and repr print it.
func looksLikeNotation(inside []byte) bool {
	p := literals{text: string(inside[:min(len(inside), 200)])}
	_, ok := p.key()
	return ok
}
