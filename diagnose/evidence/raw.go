package evidence

import "github.com/why403/why403/diagnose"

// raw is one call as a format reader found it, its secrets still in it. It lives
// between a reader and the builder, which turns it into a [diagnose.Case] and is the only
// place where secrets are replaced; it is never printed, logged or kept.
type raw struct {
	name string            // "calls.har#12"; empty for the only call of a file
	at   diagnose.Location // where the call begins
	err  error             // this record of a stream cannot be read; everything else is empty

	method     string
	methodAt   diagnose.Location // zero: at
	url        string            // absolute, or a path where the input shows no host
	urlAt      diagnose.Location // zero: at
	reqHeaders []rawHeader
	reqBody    *rawBody // nil: not shown; empty text: known to be none
	complete   bool     // the whole request is shown, so what is missing was not sent

	status       *int // nil: not shown
	statusAt     diagnose.Location
	respHeaders  []rawHeader
	respBody     *rawBody          // nil: not shown
	respAt       diagnose.Location // where the answer begins; zero: at
	headersShown bool              // the response headers are shown, so what is missing was not there

	started string // when the call was made, RFC 3339 or an HTTP date; empty where not shown
	failure string // the client's own error text: "CONNECT tunnel failed, response 403"
	message string // the server's message where only a line of a log or an SDK quotes it
	token   string // a token shown outside of an Authorization header
	tokenAt diagnose.Location

	// others are further calls of the same capture, as evidence beside this one. A
	// reader that fills them hands over the refused calls only.
	others []other

	// facts is what stood beside the call as evidence about who made it.
	facts *facts
	// fragment: not a call of its own but a part of one (a lone response body, a
	// tokens/me answer); it is added to the calls of the other inputs.
	fragment bool
	// alone: a case of its own, which is no evidence for the other calls of its
	// input, as in the case form.
	alone bool
}

// other is a further call of the same capture; its address still has its secrets.
type other struct {
	method, url string
	status      int
	sameToken   bool // both calls show their token, and it is the same
	at          diagnose.Location
}

// rawHeader is one header field as it came.
type rawHeader struct {
	name, value string
	at          diagnose.Location
}

// rawBody is a body as it came, decompressed and decoded.
type rawBody struct {
	text      string
	at        diagnose.Location
	parsed    bool // it stood as JSON inside JSON
	truncated bool
	// inLines: the text stands in the input exactly as it is here, so that the places
	// of its values can be told by counting.
	inLines bool
}

// facts is evidence about the caller and the object, read from a case file, an
// API's answer or a flag. Its strings have not been through the redactor.
type facts struct {
	token  *diagnose.Token
	client *diagnose.Client
	// infoClient is what the answer of tokens/me says of the client.
	infoClient *diagnose.Client
	user       *diagnose.User
	resource   *rawBody
	offered    *diagnose.Known[[]string]
	at         string // RFC 3339
	atFrom     diagnose.Location
	notes      string

	kept *kept // what only a report carries, see [readReport]
}

// kept is what a report keeps beside the facts of a case.
type kept struct {
	settled    bool                    // the token's facts are whole: nothing is to be added from the headers
	unreadable string                  // why the token does not tell the others
	alive      bool                    // the token had not run out by the clock of then
	clashes    []diagnose.Disagreement // between the pieces that were brought then
	redactions []diagnose.Redaction
	before     *diagnose.Judgement
}

// keep gives a place for what a report keeps.
func (f *facts) keep() *kept {
	if f.kept == nil {
		f.kept = &kept{}
	}
	return f.kept
}
