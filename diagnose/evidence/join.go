package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Bounds of what is kept while an input is read, so that memory does not grow with it.
const (
	heldMax   = 512 << 10 // bytes of held cases, about
	spareMax  = 64        // calls that become cases only if nothing was refused
	othersMax = 512       // other exchanges
)

// joiner puts the pieces of all inputs together, and decides which calls are cases.
//
// A case file's cases pass through at once where nothing can be added to them any
// more. The calls of a capture wait for its end: a later answer may tell who made
// them. Fragments wait for the end of everything, since they are added to all calls.
type joiner struct {
	build *builder
	yield func(diagnose.Case, error) bool
	files int // inputs that are still to come, and are no flags
	given int // cases that were handed over

	fragments []diagnose.Case
	held      []diagnose.Case
	size      int
	capture   capture
}

func newJoiner(o *Options, files int, yield func(diagnose.Case, error) bool) *joiner {
	return &joiner{build: newBuilder(o), files: files, yield: yield}
}

// found takes the next call of an input.
func (j *joiner) found(r raw) error {
	if r.err != nil {
		if !j.yield(diagnose.Case{}, r.err) {
			return errStop
		}
		return nil
	}
	if r.name == "" {
		r.name = r.at.Source
	}
	if !r.alone && !r.fragment {
		if inner, ok := relayed(&r); ok {
			r = inner
		}
		if inner := unbatched(&r); len(inner) > 0 {
			for _, r := range inner {
				if err := j.found(r); err != nil {
					return err
				}
			}
			return nil
		}
	}
	c := j.build.build(&r)
	switch {
	case r.fragment:
		j.fragments = append(j.fragments, c)
	case !r.alone:
		j.capture.add(c, &r, j.build)
		for j.capture.size > heldMax {
			if err := j.letGo(); err != nil {
				return err
			}
		}
	case j.files == 0 && len(j.held) == 0 && j.capture.size == 0:
		return j.hand(&c)
	default:
		return j.hold(c)
	}
	return nil
}

// letGo takes the oldest refused call out of a capture that has grown too long to
// hold all of it.
func (j *joiner) letGo() error {
	c := j.capture.oldest()
	if j.files > 0 {
		return j.hold(c)
	}
	if err := j.flush(); err != nil {
		return err
	}
	return j.hand(&c)
}

// endOfInput settles the capture of one input, which is complete.
func (j *joiner) endOfInput() error {
	for _, c := range j.capture.settle() {
		if err := j.hold(c); err != nil {
			return err
		}
	}
	return nil
}

func (j *joiner) hold(c diagnose.Case) error {
	j.held = append(j.held, c)
	j.size += sizeOf(&c)
	if j.size > heldMax {
		return j.flush()
	}
	return nil
}

// finish hands over what is still held.
func (j *joiner) finish() error { return j.flush() }

func (j *joiner) flush() error {
	j.match()
	if len(j.held) == 0 && len(j.fragments) > 0 && j.given == 0 {
		c := j.fragments[0]
		for i := range j.fragments[1:] {
			joinCase(&c, &j.fragments[1+i])
		}
		j.fragments = nil
		return j.yieldCase(&c)
	}
	for i := range j.held {
		if err := j.hand(&j.held[i]); err != nil {
			return err
		}
	}
	clear(j.held)
	j.held, j.size = j.held[:0], 0
	return nil
}

// match joins a request that came alone with the answer that came alone.
func (j *joiner) match() {
	requests, answers, whole := 0, 0, 0
	for i := range j.held {
		switch c := &j.held[i]; {
		case c.Response == nil && c.Request != nil:
			requests++
		case c.Request == nil && c.Response != nil:
			answers++
		default:
			whole++
		}
	}
	joins := requests == 1 && whole == 0 && answers > 0 || requests == 0 && whole == 0 && answers == 2 && complementary(j.held[0].Response, j.held[1].Response)
	if !joins || len(j.held) < 2 {
		return
	}
	c := j.held[0]
	for i := range j.held[1:] {
		joinCase(&c, &j.held[1+i])
	}
	j.held = append(j.held[:0], c)
}

// complementary says that two answers are the halves of one: the headers and the
// body, as curl writes them into two files.
func complementary(a, b *diagnose.Response) bool {
	return a != nil && b != nil && a.Body.Ok() != b.Body.Ok() && (a.Status.Ok() != b.Status.Ok() || !b.Status.Ok())
}

// hand adds the fragments to a case and gives it away.
func (j *joiner) hand(c *diagnose.Case) error {
	for i := range j.fragments {
		joinCase(c, &j.fragments[i])
	}
	return j.yieldCase(c)
}

func (j *joiner) yieldCase(c *diagnose.Case) error {
	j.build.clock(c)
	j.given++
	if !j.yield(*c, nil) {
		return errStop
	}
	return nil
}

func sizeOf(c *diagnose.Case) int {
	n := 4096 + len(c.Notes)
	if c.Request != nil {
		n += len(c.Request.Body.Or(diagnose.Body{}).Text) + 64*len(c.Request.Headers)
	}
	if c.Response != nil {
		n += len(c.Response.Body.Or(diagnose.Body{}).Text) + 64*len(c.Response.Headers)
	}
	if c.Resource != nil {
		n += len(c.Resource.JSON)
	}
	return n
}

// refusalWords are what bodies say that refuse under another status than 401 or
// 403.
var refusalWords = [...]string{"permission", "not authorized", "not_authorized", "unauthorized", "forbidden", "access denied", "accessdenied", "access_denied",
	"scope", "not.a.user", "user context", "invalid_grant", "invalid_client", "consent", "not allowed", "not_allowed", "privilege", "csrf", "bad.credentials"}

// refused says whether a call was refused, as far as this can be told without the
// knowledge of the platforms.
func refused(c *diagnose.Case) bool {
	if c.Response == nil {
		return false
	}
	status, known := c.Response.Status.Get()
	switch {
	case known && (status == 401 || status == 403 || status == 407 || status == 429 || status == 470):
		return true
	case !known || status == 0:
		return true
	case status >= 300 && status < 400:
		location, _ := c.Response.Header("Location")
		return strings.Contains(location.Value, "error=")
	case status == 400 || status == 404 || status == 405 || status == 409 || status == 412:
	case status == 200:
		body := c.Response.Body.Or(diagnose.Body{}).Text
		if len(body) > 4096 || !strings.Contains(body, `"ok":false`) && !strings.Contains(body, `"ok": false`) {
			return false
		}
	default:
		return false
	}
	body := strings.ToLower(c.Response.Body.Or(diagnose.Body{}).Text)
	for _, w := range refusalWords {
		if strings.Contains(body[:min(len(body), 4096)], w) {
			return true
		}
	}
	return false
}
