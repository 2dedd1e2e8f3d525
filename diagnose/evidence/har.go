package evidence

import (
	"bytes"
	"io"
	"strconv"
)

// looksLikeHAR says whether a text begins as an HTTP archive, versions 1.1 to 1.3:
// a JSON object whose first key is "log", itself an object.
func looksLikeHAR(head []byte) bool {
	for _, want := range []string{"{", `"log"`, ":", "{"} {
		head = bytes.TrimLeft(head, " \t\r\n")
		if !bytes.HasPrefix(head, []byte(want)) {
			return false
		}
		head = head[len(want):]
	}
	for _, key := range []string{`"entries"`, `"creator"`, `"browser"`, `"pages"`} {
		if bytes.Contains(head, []byte(key)) {
			return true
		}
	}
	return false
}

// readHAR reads an HTTP archive of any length, one entry after the other, in
// bounded memory. It hands over every call that was not answered as it should be.
// Of the calls that went well, whose bodies are mostly passed unseen, it hands over
// the first of each kind, and answers that tell about the caller or about the
// object of a refused call.
func readHAR(in *source, found func(raw) error) error {
	if in.options.Stream != nil && in.end == nil {
		in.options.Stream(false)
	}
	return readHARThrough(make([]byte, skimSize), in, found)
}

func readHARThrough(window []byte, in *source, found func(raw) error) error {
	h := &harReader{in: in, found: found}
	h.s = newSkimmer(in, window, position{line: 1, col: 1})
	h.s.object(func(key []byte) {
		if string(key) == "log" {
			h.log()
		} else {
			h.s.skip()
		}
	})
	whole := h.s.err == nil
	if whole && h.s.peek() != 0 {
		whole = h.s.fail(errNotJSON)
	}
	if h.stopped != nil || whole {
		return h.stopped
	}
	return h.damage()
}

// harReader reads the entries of one archive.
type harReader struct {
	in      *source
	s       *skimmer
	e       harEntry // the entry being read; its memory is used again for the next
	found   func(raw) error
	sift    sift
	entries int
	secrets bool  // an entry showed a token or a cookie: the archive is not sanitized
	stopped error // what found returned
}

func (h *harReader) log() {
	h.s.object(func(key []byte) {
		if string(key) == "entries" {
			h.s.array(h.entry)
		} else {
			h.s.skip()
		}
	})
}

// entry reads one entry, and says whether to go on.
func (h *harReader) entry() bool {
	s, e := h.s, &h.e
	c := s.peek()
	e.begin(s.where())
	if c != '{' {
		return h.noEntry()
	}
	s.object(func(key []byte) {
		switch string(key) {
		case "request":
			e.readRequest(s)
		case "response":
			e.readResponse(s)
		case "startedDateTime":
			e.take(s, &e.started, harShort)
		case "_error":
			e.take(s, &e.failure, harShort)
		default:
			s.skip()
		}
	})
	if s.err != nil && !(s.err == io.EOF && e.status >= 400 && e.statusText.shown) {
		return false // the entry is not whole
	}
	if s.err != nil { // of a refusal what is there is more than nothing
		e.number = h.entries + 1
		h.stopped = h.give(e.call(h.in))
		return false
	}
	h.entries++
	h.stopped = h.hand()
	return h.stopped == nil || s.fail(h.stopped)
}

// noEntry passes what stands in the place of an entry, and reports it.
func (h *harReader) noEntry() bool {
	at := h.in.location(h.s.where())
	if h.s.skip(); h.s.err != nil {
		return false
	}
	h.entries++
	h.stopped = h.found(raw{err: &Error{At: at, Problem: "entry " + strconv.Itoa(h.entries) + " of the HAR is no JSON object"}})
	return h.stopped == nil || h.s.fail(h.stopped)
}

// hand hands the entry over, if it can matter.
func (h *harReader) hand() error {
	e := &h.e
	h.secrets = h.secrets || e.showsSecret()
	e.number = h.entries
	switch {
	case e.status < 200 || e.status >= 400:
		if read := h.sift.objectOf(e); read != nil {
			if err := h.give(read.call(h.in)); err != nil {
				return err
			}
		}
		return h.give(e.call(h.in))
	case e.use == asRefusal:
		return h.give(e.call(h.in))
	case e.use == asObject:
		h.sift.hold(e)
	}
	switch {
	case !h.sift.isNew(e):
		return nil
	case e.use == asFacts:
		return h.give(e.call(h.in))
	}
	return h.give(e.glance(h.in))
}

func (h *harReader) give(r raw) error {
	r.complete = r.complete && h.secrets
	return h.found(r)
}

// damage words what is wrong with the file, after every whole entry was used.
func (h *harReader) damage() error {
	e := &Error{At: h.in.location(h.s.where()), Problem: "the HAR is not JSON here"}
	switch h.s.err {
	case errNotJSON:
	case io.EOF:
		e.Problem = "the HAR is cut off here"
	default:
		e.Problem = readProblem(h.s.err)
	}
	if h.entries > 0 {
		e.Hint = "the " + strconv.Itoa(h.entries) + " whole entries before it were used"
	}
	return e
}
