package evidence

import (
	"bytes"
	"strconv"
)

const (
	harShort = 16 << 10  // how much is kept of a method, an address, an error text
	harLong  = 512 << 10 // … of headers, and of a body as JSON writes it
)

// piece is a value of an entry as JSON text.
type piece struct {
	from, to int // in harEntry.text
	at       position
	shown    bool
	cut      bool // there was more of it
}

// harEntry is what is wanted of an entry, before any of it is interpreted: most
// entries succeeded, and are done with once their status is seen.
type harEntry struct {
	at     position
	text   []byte // holds the pieces
	status int    // noStatus where none is shown
	use    use    // what the answer is good for if the call went well
	number int    // of the entry, from 1
	pieces
}

// pieces are the values of one entry, as HAR 1.2 names them.
type pieces struct {
	started, failure        piece
	method, url, reqHeaders piece
	postText, postEncoding  piece
	postParams, postType    piece
	reqSize                 piece
	statusAt, respHeaders   piece
	bodyText, bodyEncoding  piece
	bodySize, statusText    piece
	response                position
}

func (e *harEntry) begin(at position) {
	*e = harEntry{at: at, text: e.text[:0], status: noStatus}
}

// noStatus stands for a status that is not shown; browsers write 0, and some
// exporters -1, for a call that got no answer.
const noStatus = -1 << 31

// take keeps the value that comes.
func (e *harEntry) take(s *skimmer, p *piece, limit int) {
	s.peek()
	at := s.where()
	v := s.value(limit)
	*p = piece{from: len(e.text), at: at, shown: string(v) != "null", cut: s.cut || s.err != nil}
	e.text = append(e.text, v...)
	p.to = len(e.text)
}

// json gives the JSON text of a piece.
func (e *harEntry) json(p piece) []byte { return e.text[p.from:p.to] }

// path gives the address up to its query.
func (e *harEntry) path() []byte {
	path, _, _ := bytes.Cut(bytes.Trim(e.json(e.url), `"`), []byte{'?'})
	return path
}

// str gives a piece that is a string.
func (e *harEntry) str(p piece) string { return unquote(e.json(p)) }

// integer gives a piece that is an integer.
func (e *harEntry) integer(p piece) (int, bool) {
	n, err := strconv.Atoi(string(e.json(p)))
	return n, err == nil && p.shown
}

func (e *harEntry) readRequest(s *skimmer) {
	if s.peek() != '{' {
		s.skip()
		return
	}
	s.object(func(key []byte) {
		switch string(key) {
		case "method":
			e.take(s, &e.method, harShort)
		case "url":
			e.take(s, &e.url, harShort)
		case "headers":
			e.take(s, &e.reqHeaders, harLong)
		case "bodySize":
			e.take(s, &e.reqSize, harShort)
		case "postData":
			e.readPostData(s)
		default:
			s.skip()
		}
	})
}

func (e *harEntry) readPostData(s *skimmer) {
	if s.peek() != '{' {
		s.skip()
		return
	}
	s.object(func(key []byte) {
		switch string(key) {
		case "text":
			e.take(s, &e.postText, harLong)
		case "params":
			e.take(s, &e.postParams, harLong)
		case "mimeType":
			e.take(s, &e.postType, harShort)
		case "encoding", "_encoding":
			e.take(s, &e.postEncoding, harShort)
		default:
			s.skip()
		}
	})
}

func (e *harEntry) readResponse(s *skimmer) {
	if s.peek() != '{' {
		s.skip()
		return
	}
	e.response = s.where()
	e.use = useOf(e.path())
	s.object(func(key []byte) {
		switch k := string(key); {
		case k == "status":
			e.take(s, &e.statusAt, harShort)
			if n, ok := e.integer(e.statusAt); ok {
				e.status = n
			}
		case k == "_error", k == "_errorMessage", k == "_transferError":
			e.take(s, &e.failure, harShort)
		case k == "statusText":
			e.take(s, &e.statusText, harShort)
		case k == "headers" && e.answerWanted():
			e.take(s, &e.respHeaders, harLong)
		case k == "content" && e.answerWanted():
			e.readContent(s)
		default:
			s.skip()
		}
	})
	if e.redirects() && bytes.Contains(e.json(e.respHeaders), []byte("error=")) {
		e.use = asRefusal // an authorization server sends the browser back with its error
	}
}

func (e *harEntry) redirects() bool { return e.status >= 300 && e.status < 400 }

func (e *harEntry) readContent(s *skimmer) {
	if s.peek() != '{' {
		s.skip()
		return
	}
	s.object(func(key []byte) {
		switch string(key) {
		case "text":
			e.take(s, &e.bodyText, harLong)
		case "encoding":
			e.take(s, &e.bodyEncoding, harShort)
		case "size":
			e.take(s, &e.bodySize, harShort)
		default:
			s.skip()
		}
	})
}

// answerWanted says whether the answer of this entry matters: it is a refusal or
// another error, it is evidence, or nothing is known yet.
func (e *harEntry) answerWanted() bool {
	return e.status < 200 || e.status >= 300 || e.use != asNothing
}

// use is what the answer to a call that went well is good for.
type use uint8

const (
	asNothing use = iota
	asFacts       // it tells who the caller is and what it may do
	asObject      // it shows what a later call acts on
	asRefusal     // the platform answers 200 or a redirect when it refuses
)

// useOf tells the use of an answer by the address, without its query.
func useOf(path []byte) use {
	for _, end := range []string{"/tokens/me", "/users/me", "/subjects/me", "/oauth/token", "/oauth2/token", "/v2.0/token", "/introspect"} {
		if bytes.HasSuffix(path, []byte(end)) {
			return asFacts
		}
	}
	if bytes.HasPrefix(path, []byte("https://slack.com/api/")) || bytes.HasSuffix(path, []byte("/$batch")) {
		return asRefusal
	}
	_, tail, ok := bytes.Cut(path, []byte("/api/v2/"))
	if !ok {
		return asNothing
	}
	family, tail, _ := bytes.Cut(tail, []byte{'/'})
	deep := bytes.Count(tail, []byte{'/'})
	switch {
	case string(family) == "conversations" && deep <= 1 && hasDigit(tail):
		return asObject
	case string(family) == "oauth" && deep == 1 && bytes.HasPrefix(tail, []byte("clients/")):
		return asFacts
	}
	return asNothing
}
