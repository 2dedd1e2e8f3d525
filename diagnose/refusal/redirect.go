package refusal

import (
	"net/url"
	"strings"
)

// readRedirect finds the error that an authorization server put into the address to
// which it sent the browser back (RFC 6749, section 4.1.2.1): in the Location of the
// answer, in the address of the call that the browser then made, or in an address that
// the text of an answer holds.
func (s *answer) readRedirect() {
	address, at := s.header("Location")
	switch {
	case s.form == textForm:
		address, at = addressWithError(s.text), s.body.At
	case s.message != "" || s.code != "":
		return
	case address == "" && s.query != "":
		address, at = "?"+s.query, s.req.URL.From()
	}
	if code, description := redirectError(address); code != "" {
		s.redirected = true
		s.code, s.codeAt, s.message, s.messageAt = code, at, description, at
	}
}

// addressWithError gives the first address in a text that has a parameter error.
func addressWithError(text string) string {
	if !strings.Contains(text, "error=") {
		return ""
	}
	for _, word := range strings.Fields(text) {
		word = strings.Trim(word, `"'<>()[],;`)
		if strings.HasPrefix(word, "http") && strings.Contains(word, "error=") {
			return word
		}
	}
	return ""
}

// redirectError reads the parameters error and error_description of an address, from
// its query or its fragment. Other APIs call a parameter error, too: it counts where it
// has one of OAuth's codes, or a description beside it.
func redirectError(address string) (code, description string) {
	_, params, ok := strings.Cut(address, "?")
	if !ok {
		_, params, _ = strings.Cut(address, "#")
	}
	if !strings.Contains(params, "error=") {
		return "", ""
	}
	values, _ := url.ParseQuery(strings.ReplaceAll(params, "#", "&")) // what can be read of it
	code, description = values.Get("error"), values.Get("error_description")
	if !isOAuthError(code) && description == "" {
		return "", ""
	}
	return code, description
}
