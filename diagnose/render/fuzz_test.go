package render_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

// hostile puts s into every text of the full report, and into its case; the
// conclusion stays, since it decides which of the texts are shown.
func hostile(s string) *diagnose.Report {
	r := full()
	op, at := operation(), diagnose.Location{Source: s, Line: 3, Col: 4}
	fill(reflect.ValueOf(op).Elem(), s)
	c := r.Case
	r.Case = nil
	keep := r.Conclusion
	fill(reflect.ValueOf(r).Elem(), s)
	r.Conclusion, r.Question.Operation = keep, op

	c.Name = s
	c.Request.Method = diagnose.Know(s, at)
	c.Request.URL = diagnose.Know(diagnose.URL{Scheme: s, Host: s, Path: s, Query: s}, at)
	c.Request.Headers = []diagnose.Header{{Name: s, Value: s, At: at}}
	c.Request.Body = diagnose.Know(diagnose.Body{Text: s, At: at, Parsed: true}, at)
	c.Response.Body = diagnose.Know(diagnose.Body{Text: s, At: at, Truncated: true}, at)
	r.Case = c
	return r
}

// fill sets every string that can be reached and set.
func fill(v reflect.Value, s string) {
	switch v.Kind() {
	case reflect.String:
		if v.CanSet() {
			v.SetString(s)
		}
	case reflect.Pointer:
		if !v.IsNil() {
			fill(v.Elem(), s)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), s)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 && v.CanSet() && !v.IsNil() {
			v.SetBytes([]byte(s))
			return
		}
		for i := range v.Len() {
			fill(v.Index(i), s)
		}
	}
}

// steering finds a character that is an instruction to a screen.
func steering(out string) bool {
	if !utf8.ValidString(out) {
		return true
	}
	return strings.ContainsFunc(out, func(r rune) bool {
		return r != '\n' && r != '\t' && unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == 0x2028 || r == 0x2029
	})
}

func FuzzRender(f *testing.F) {
	for _, s := range []string{"", "plain", "\x1b[31mred\x1b[0m", "a\r\nb\tc\x00", "\xff\xfe", "\u009b31m\u202egnp.exe", "]]><script>alert(1)</script>",
		"``` |\\| `", "::error::x\n::warning::y", "%0A,:", `"\"'`, "權限不足", "\ufffe\uffff\U0010ffff", "1. - # <!-- -->", "{\"a\": \"\u007f\u2028\"}"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { everyFormat(t, s) })
}

// The fuzzer finds single characters; this mixes those that formats care about.
func TestRenderMixtures(t *testing.T) {
	pieces := []string{"`", "``", "|", "\\", "<", ">", "&", "\"", "'", "\n", "\r", "\t", " ", "\x1b[1m", "\x00", "\x7f", "\u0085", "\u2028", "\u202e",
		"\xff", "\xe2\x80", "]]>", "<!--", "</style>", "::error::", "%0A", "{", "}", "[", "]", ":", ",", "a", "conversation:write", "権", "e\u0301", "\ufffe", "1.", "-", "\u200d"}
	rapid.Check(t, func(rt *rapid.T) {
		everyFormat(t, strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(rt, "pieces"), ""))
	})
}

func everyFormat(t *testing.T, s string) {
	t.Helper()
	r := hostile(s)
	for _, conclusion := range []diagnose.Conclusion{diagnose.Explained, diagnose.Inconclusive, diagnose.Unexplained, diagnose.WasNotRefused} {
		r.Conclusion = conclusion
		for _, format := range render.Formats() {
			for _, o := range []render.Options{{}, {Pretty: true, Explain: true, Width: 40}} {
				check(t, format, show(t, format, o, r))
			}
		}
	}
	tally := &render.Tally{}
	tally.Add(r)
	r.Conclusion = diagnose.Explained
	tally.Add(r)
	for _, format := range []string{"text", "markdown", "json"} {
		check(t, format, summary(t, tally, format, render.Options{}))
	}
}

func check(t *testing.T, format, out string) {
	t.Helper()
	if steering(out) {
		t.Errorf("%s: a control character came through: %.300q", format, out)
	}
	switch format {
	case "json", "sarif", "problem":
		if !json.Valid([]byte(out)) {
			t.Errorf("%s: not JSON: %.300s", format, out)
		}
	case "html", "junit":
		if err := wellFormed(out); err != nil {
			t.Errorf("%s: %v: %.300s", format, err, out)
		}
		if strings.Contains(out, "<script") {
			t.Errorf("%s: a script: %.300s", format, out)
		}
	case "github":
		for _, l := range strings.Split(strings.TrimSuffix(out, "\n"), "\n") {
			if !strings.HasPrefix(l, "::error ") && !strings.HasPrefix(l, "::warning ") && !strings.HasPrefix(l, "::notice ") {
				t.Errorf("github: a line of its own: %q", l)
			}
		}
	}
}
