package evidence

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestScanStrings(t *testing.T) {
	for in, want := range map[string]string{
		`"a"`: "a", `"\"\\\/\b\f\n\r\t"`: "\"\\/\b\f\n\r\t", `"\u00e9\ud83d\ude42"`: "é🙂", `"\ud83d"`: "\uFFFD", "\"a\xffb\"": "a\uFFFDb", `"tail\\"`: `tail\`,
	} {
		j := jscan{s: in}
		assert.Equal(t, want, j.str(), in)
		assert.Nil(t, j.err, in)
		j = jscan{s: in}
		j.skip()
		j.end()
		assert.Nil(t, j.err, in)
	}
	for _, in := range []string{`"`, `"\`, `"\x"`, `"\u12"`, "\"a\nb\"", `a`, ``} {
		j := jscan{s: in, fixed: here}
		j.str()
		if assert.NotNil(t, j.err, in) {
			assert.Equal(t, here, j.err.At)
		}
	}
}

func TestScanNumbers(t *testing.T) {
	for _, in := range []string{"0", "-0", "12", "1.5", "1e9", "1E-9", "-1.5e+10", "12345678901234567890123"} {
		j := jscan{s: in}
		assert.Equal(t, in, j.number())
	}
	for _, in := range []string{"01", "-", "1.", "1e", "1e+", "-.5"} {
		j := jscan{s: in}
		j.skip()
		j.end()
		assert.NotNil(t, j.err, in)
	}
}

func TestScanSaysWhatItExpects(t *testing.T) {
	_, errs, _ := readAll(file("f", `{"user":{"grants":["x"]}}`))
	assert.Equal(t, "f:1:20: an object is expected here", errs[0].Error())
}

func FuzzScan(f *testing.F) {
	for _, s := range []string{`{"a":[1,-2.5e3,true,null,"\u00e9"]}`, "[]", " { } ", `{"a":1,}`, `[1 2]`, `{"a" 1}`, "\"\n\"", "nul", "[[["} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		j := jscan{s: s, place: newText("f", []byte(s), position{line: 1, col: 1})}
		j.skip()
		j.end()
		valid := json.Valid([]byte(s))
		if valid && j.err != nil && !strings.Contains(j.err.Problem, "deep") {
			t.Errorf("%q is valid: %v", s, j.err)
		}
		if j.err != nil && j.err.At.Line == 0 {
			t.Errorf("an error without a place: %v", j.err)
		}
		// Escapes and control characters are not looked at while skipping.
		if !valid && j.err == nil && !strings.ContainsAny(s, "\\\"") {
			t.Errorf("%q is not valid", s)
		}
	})
}
