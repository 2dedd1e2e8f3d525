package evidence

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// skipAll passes one value and says how many bytes that took.
func skipAll(text string, window int) (int64, error) {
	s := newSkimmer(strings.NewReader(text), make([]byte, window), position{line: 1, col: 1})
	s.skip()
	return s.where().offset, s.err
}

func TestSkipPassesExactlyOneValue(t *testing.T) {
	for _, value := range []string{
		`""`, `"a"`, `"a\"b"`, `"\\"`, `"\\\""`, `"\\\\\\\\"`, `"` + strings.Repeat(`\\`, 40) + `"`,
		`"` + strings.Repeat("long ", 100) + `"`, `"` + strings.Repeat("x", 31) + `\"` + strings.Repeat("y", 200) + `"`,
		`{}`, `[]`, `[[[[[[[[[]]]]]]]]]`, `{"a":{"b":["]","}","\"]"]}}`, `["_Yy","{",{"k":"[\\"}]`,
		`{"text":"{\"a\":\"b\",\"c\":[1,2,{\"d\":\"\\\"\"}]}","n":1}`, `[ 1 , 2.5e3 , true , null , "" ]`,
	} {
		for _, tail := range []string{`,"next"`, `]`, ` `, `}`} {
			for window := 1; window <= 70; window++ {
				n, err := skipAll(value+tail+strings.Repeat(" ", 80), window)
				require.NoError(t, err, value)
				require.Equal(t, int64(len(value)), n, "%s with window %d", value, window)
			}
		}
	}
}

func TestSkipPairsBackslashesAcrossWords(t *testing.T) {
	for before := range 70 {
		for run := range 70 {
			value := `"` + strings.Repeat("a", before) + strings.Repeat(`\\`, run) + `"`
			text := value + `,"` + strings.Repeat("b", 80) + `"`
			n, err := skipAll(text, skimSize)
			require.NoError(t, err)
			require.Equal(t, int64(len(value)), n, value)
		}
	}
}

func TestMarksAreThoseOfWords(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		block := [64]byte(rapid.SliceOfN(rapid.SampledFrom([]byte{'"', '\\', '!', '#', '[', ']', 0, 0x80, 0xA2, 0xDC, 'a'}), 64, 64).Draw(t, "block"))
		var quotes, slashes uint64
		for i, c := range block {
			if c == '"' {
				quotes |= 1 << i
			} else if c == '\\' {
				slashes |= 1 << i
			}
		}
		q, s := marks(&block)
		assert.Equal(t, [2]uint64{quotes, slashes}, [2]uint64{q, s})
		q, s = marksInWords(&block)
		assert.Equal(t, [2]uint64{quotes, slashes}, [2]uint64{q, s})
	})
}

func TestSkipNamesTheCut(t *testing.T) {
	for _, text := range []string{`"abc`, `"abc\`, `{"a":"b`, `[[1]`, ``, `  `} {
		_, err := skipAll(text, 16)
		assert.Equal(t, io.EOF, err, text)
	}
	_, err := skipAll(`,`, 16)
	assert.Equal(t, errNotJSON, err)
}

// anyJSON draws JSON values with strings that are hard on a skipper.
func anyJSON() *rapid.Generator[any] {
	text := rapid.StringOfN(rapid.SampledFrom([]rune(`"\[]{}:,_Yyab `+"\n\u2028é😀")), 0, 90, -1)
	leaf := rapid.OneOf(rapid.Map(text, func(s string) any { return s }),
		rapid.Map(rapid.Float64Range(-1e6, 1e6), func(f float64) any { return f }),
		rapid.SampledFrom([]any{nil, true, false}))
	value := leaf
	for range 4 {
		inner := value
		value = rapid.OneOf(leaf,
			rapid.Map(rapid.SliceOfN(inner, 0, 4), func(a []any) any { return a }),
			rapid.Map(rapid.MapOfN(text, inner, 0, 4), func(m map[string]any) any { return m }))
	}
	return value
}

func TestSkimmerSeesWhatEncodingJSONSees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.MapOfN(rapid.StringMatching(`[a-c"\\]{0,3}`), anyJSON(), 0, 5).Draw(t, "doc")
		text, err := json.Marshal(doc)
		require.NoError(t, err)
		if rapid.Bool().Draw(t, "indent") {
			var b bytes.Buffer
			require.NoError(t, json.Indent(&b, text, "", "    "))
			text = b.Bytes()
		}
		window := rapid.IntRange(1, 200).Draw(t, "window")
		s := newSkimmer(bytes.NewReader(text), make([]byte, window), position{line: 1, col: 1})
		seen := map[string]any{}
		s.object(func(key []byte) {
			name := string(key)
			s.peek()
			at := s.where()
			piece := bytes.Clone(s.value(1 << 20))
			assert.Equal(t, bytes.Count(text[:at.offset], []byte("\n"))+1, at.line)
			assert.Equal(t, int(at.offset)-bytes.LastIndexByte(text[:at.offset], '\n'), at.col)
			var v any
			require.NoError(t, json.Unmarshal(piece, &v), "%s", piece)
			if str, ok := v.(string); ok {
				assert.Equal(t, str, unquote(piece))
			}
			seen[name] = v
		})
		require.NoError(t, s.err)
		want, err := json.Marshal(doc)
		require.NoError(t, err)
		got, err := json.Marshal(seen)
		require.NoError(t, err)
		assert.JSONEq(t, string(want), string(got))
	})
}

func TestValueKeepsNoMoreThanItsLimit(t *testing.T) {
	for window := 1; window < 40; window++ {
		s := newSkimmer(strings.NewReader(`"0123456789" 1`), make([]byte, window), position{line: 1, col: 1})
		assert.Equal(t, `"0123`, string(s.value(5)))
		assert.True(t, s.cut)
		assert.Equal(t, byte('1'), s.peek())
	}
}

func TestUnquoteMendsWhatIsCutOff(t *testing.T) {
	for text, want := range map[string]string{
		`"abc"`: "abc", `"a\"b"`: `a"b`, `"a\u00e9"`: "aé", `"\ud83d\ude00"`: "😀",
		`"abc`: "abc", `"abc\`: "abc", `"abc\u00`: "abc", `"abc\ud83d`: "abc", `"`: "", `null`: "", `12`: "12", ``: "",
	} {
		assert.Equal(t, want, unquote([]byte(text)), text)
	}
}
