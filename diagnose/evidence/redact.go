package evidence

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// Redact copies an input of any format and length with its secrets replaced, so that
// it is safe to attach to a ticket and still reads as the same case: JSON stays JSON,
// the claims of a JWT stay but for what names a person, a signature becomes a
// placeholder. Traces, wiretaps, flow files, Burp's items and recordings in XML, which cut
// their text into columns, are binary, in Base64 or in elements, come back as plain HTTP
// messages. It says what was replaced since the last
// [redact.Redactor.Begin]. Without o.Redactor it makes its own; one that is given
// must come from [redact.NewSharing]. Bad input is an [*Error]; any other error is w's.
//
// An input of up to 64 MiB is read before it is copied, so that a secret is known
// also where it stands before the place that gives it away; longer ones are not held
// against o.Judge either.
func Redact(in Input, w io.Writer, o Options) ([]diagnose.Redaction, error) {
	red := o.Redactor
	if red == nil {
		red = redact.NewSharing()
	}
	whole, err := learn(&in, red, o.Mapping)
	if err != nil {
		return nil, err
	}
	if whole != nil {
		in.Data = bytes.NewReader(whole)
		spareVerdict(in.Name, whole, red, &o)
	}
	red.Begin()
	err = redactInto(in, w, red, &o)
	return red.Since(), err
}

// redactInto is the copying itself.
func redactInto(in Input, w io.Writer, red *redact.Redactor, o *Options) error {
	src, err := open(in, o)
	if err != nil {
		return err
	}
	var from io.Reader = src
	if head := string(src.head()); isTrace(head) || isFlows(head) || isHexTap(head) || isXMLRecord(head) ||
		isItems(head) && strings.Contains(head, `base64="true"`) {
		if from, err = asMessages(src); err != nil {
			return err
		}
	} else if err := src.unreadable(); err != nil {
		return err
	}
	err = red.Stream(from, w)
	if err != nil && src.end != nil && src.end != io.EOF {
		err = &Error{At: diagnose.Location{Source: in.Name}, Problem: readProblem(err)}
	}
	return err
}

// learn tells the redactor the secrets of an input that is not too long for it, as
// the readers of its format and its bare text show them. It returns the input, or nil
// where it is longer; in then still gives all of it.
func learn(in *Input, red *redact.Redactor, m *Mapping) (whole []byte, err error) {
	if in.Size > textMax {
		return nil, nil
	}
	head, err := io.ReadAll(io.LimitReader(in.Data, textMax+1))
	if err != nil {
		return nil, &Error{At: diagnose.Location{Source: in.Name, Line: 1, Col: 1}, Problem: readProblem(err)}
	}
	if len(head) > textMax {
		in.Data = io.MultiReader(bytes.NewReader(head), in.Data)
		return nil, nil
	}
	src, err := open(Input{Name: in.Name, Data: bytes.NewReader(head)}, &Options{}) // as UTF-8, without BOM, unpacked
	if err != nil {
		return nil, err
	}
	whole, err = io.ReadAll(io.LimitReader(src, textMax+1))
	switch {
	case err != nil:
		return nil, &Error{At: diagnose.Location{Source: in.Name, Line: 1, Col: 1}, Problem: readProblem(err)}
	case len(whole) > textMax:
		in.Data = bytes.NewReader(head)
		return nil, nil
	}
	red.Reserve(string(whole))
	red.Learn(func() {
		for c := range Read([]Input{{Name: in.Name, Data: bytes.NewReader(whole)}}, Options{Redactor: red, Mapping: m}) {
			red.Identify(&c) // what cannot be read is still copied
		}
		err = red.Stream(bytes.NewReader(whole), io.Discard)
	})
	return whole, err
}

// spareVerdict leaves names and hosts on which the verdict rests.
func spareVerdict(name string, whole []byte, red *redact.Redactor, o *Options) {
	if o.Judge == nil {
		return
	}
	verdicts := func(text []byte) (list []string) {
		for c, err := range Read([]Input{{Name: name, Data: bytes.NewReader(text)}}, Options{Mapping: o.Mapping}) {
			if err == nil {
				list = append(list, o.Judge(c))
			}
		}
		return list
	}
	var want []string
	red.Sparing(func() bool {
		if want == nil {
			want = verdicts(whole)
		}
		var out bytes.Buffer
		err := redactInto(Input{Name: name, Data: bytes.NewReader(whole)}, &out, red, o)
		return err != nil || slices.Equal(want, verdicts(out.Bytes()))
	}, func() {})
}

// asMessages writes the calls of an input as HTTP messages, one after another.
func asMessages(in *source) (io.Reader, error) {
	var b strings.Builder
	err := readTextual(in, func(r raw) error {
		if r.method != "" {
			u := parseAddress(r.url, redact.New())
			fmt.Fprintf(&b, "%s %s HTTP/1.1\n", r.method, targetOf(r.url))
			if u.Host != "" && !hasHeader(r.reqHeaders, "host") {
				fmt.Fprintf(&b, "Host: %s\n", diagnose.URL{Host: u.Host, Port: u.Port})
			}
			writeFields(&b, r.reqHeaders, r.reqBody)
		}
		if r.status != nil {
			fmt.Fprintf(&b, "HTTP/1.1 %d\n", *r.status)
			writeFields(&b, r.respHeaders, r.respBody)
		}
		return nil
	})
	return strings.NewReader(b.String()), err
}

// targetOf is an address as a request line has it: path and query.
func targetOf(address string) string {
	if _, rest, ok := strings.Cut(address, "://"); ok {
		if slash := strings.IndexByte(rest, '/'); slash >= 0 {
			return rest[slash:]
		}
		return "/"
	}
	return address
}

func writeFields(b *strings.Builder, hs []rawHeader, body *rawBody) {
	for _, h := range hs {
		if !strings.HasPrefix(h.name, ":") {
			fmt.Fprintf(b, "%s: %s\n", h.name, h.value)
		}
	}
	b.WriteByte('\n')
	if body != nil && body.text != "" {
		b.WriteString(body.text)
		b.WriteString("\n\n")
	}
}
