package catalog

import (
	"bytes"
	"errors"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/why403/why403/diagnose"
)

// jsonReader reads a JSON text token by token and knows where each stands.
type jsonReader struct {
	dec  *jsontext.Decoder
	file string
	text []byte
	// place of the offset that was asked for last, so that lines are counted once
	offset, line, lineStart int
}

func newJSONReader(file string, text []byte) *jsonReader {
	return &jsonReader{
		dec:  jsontext.NewDecoder(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(true)),
		file: file, text: text, line: 1,
	}
}

// next gives the offset at which the next token begins.
func (r *jsonReader) next() int {
	i := int(r.dec.InputOffset())
	for i < len(r.text) && strings.IndexByte(" \t\r\n:,", r.text[i]) >= 0 {
		i++
	}
	return i
}

// place gives line and column of an offset; offsets mostly grow.
func (r *jsonReader) place(offset int) diagnose.Location {
	if offset < r.offset {
		r.offset, r.line, r.lineStart = 0, 1, 0
	}
	offset = min(offset, len(r.text))
	for i := r.offset; i < offset; i++ {
		if r.text[i] == '\n' {
			r.line, r.lineStart = r.line+1, i+1
		}
	}
	r.offset = offset
	return diagnose.Location{Source: r.file, Line: r.line, Col: offset - r.lineStart + 1}
}

func (r *jsonReader) fail(offset int, problem, advice string) error {
	return &Error{At: r.place(offset), Problem: problem, Advice: advice}
}

// broken words an error of the decoder.
func (r *jsonReader) broken(err error) error {
	offset := r.next()
	problem := "the JSON ends before it is complete"
	var syntax *jsontext.SyntacticError
	if errors.As(err, &syntax) {
		offset = int(syntax.ByteOffset)
		if offset < len(r.text) {
			problem = "this is not valid JSON"
		}
	}
	return r.fail(offset, problem, "a catalog is overlay JSON, or what `why403 catalog build` writes")
}

// object calls f with every member name of the next value, which must be an
// object; f reads the member's value.
func (r *jsonReader) object(what string, f func(name string, at int) error) error {
	if err := r.begin('{', what, "an object"); err != nil {
		return err
	}
	for r.dec.PeekKind() != '}' {
		at := r.next()
		token, err := r.dec.ReadToken()
		if err != nil {
			return r.broken(err)
		}
		if err := f(token.String(), at); err != nil {
			return err
		}
	}
	return r.end()
}

// array calls f before every member of the next value, which must be an array.
func (r *jsonReader) array(what string, f func() error) error {
	if err := r.begin('[', what, "an array"); err != nil {
		return err
	}
	for r.dec.PeekKind() != ']' {
		if r.dec.PeekKind() == 0 {
			return r.end()
		}
		if err := f(); err != nil {
			return err
		}
	}
	return r.end()
}

func (r *jsonReader) begin(kind jsontext.Kind, what, want string) error {
	got := r.dec.PeekKind()
	at := r.next()
	if got != kind && got != 0 {
		return r.fail(at, what+" must be "+want+", not "+kindName(got), "")
	}
	return r.end()
}

// end reads one token of which only the kind matters.
func (r *jsonReader) end() error {
	if _, err := r.dec.ReadToken(); err != nil {
		return r.broken(err)
	}
	return nil
}

func kindName(k jsontext.Kind) string {
	switch k {
	case 'n':
		return "null"
	case 't', 'f':
		return "a boolean"
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "an array"
	}
	return "nothing"
}

func (r *jsonReader) string(what string) (string, error) {
	at := r.next()
	if k := r.dec.PeekKind(); k != '"' && k != 0 {
		return "", r.fail(at, what+" must be a string, not "+kindName(k), "")
	}
	token, err := r.dec.ReadToken()
	if err != nil {
		return "", r.broken(err)
	}
	return token.String(), nil
}

func (r *jsonReader) boolean(what string) (bool, error) {
	at := r.next()
	if k := r.dec.PeekKind(); k != 't' && k != 'f' && k != 0 {
		return false, r.fail(at, what+" must be true or false, not "+kindName(k), "")
	}
	token, err := r.dec.ReadToken()
	if err != nil {
		return false, r.broken(err)
	}
	return token.Bool(), nil
}

func (r *jsonReader) strings(what string) ([]string, error) {
	var all []string
	err := r.array(what, func() error {
		s, err := r.string("a member of " + what)
		all = append(all, s)
		return err
	})
	return all, err
}

// value reads one value as it stands.
func (r *jsonReader) value() (jsontext.Value, error) {
	v, err := r.dec.ReadValue()
	if err != nil {
		return nil, r.broken(err)
	}
	return v.Clone(), nil
}

func (r *jsonReader) skip() error {
	if err := r.dec.SkipValue(); err != nil {
		return r.broken(err)
	}
	return nil
}
