package refusal

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	for name, tc := range map[string]struct {
		text string
		path []string
		want string
	}{
		"member":             {`{"a": 1, "message": "no"}`, []string{"message"}, "no"},
		"nested":             {`{"error": {"code": 403, "message": "no"}}`, []string{"error", "code"}, "403"},
		"array":              {`[{"x": 1}, {"x": "two"}]`, []string{"1", "x"}, "two"},
		"case of keys":       {`{"Message": "no"}`, []string{"message"}, "no"},
		"escapes":            {`{"a": "\"x\" \u00e9 \ud83d\ude00\n\/"}`, []string{"a"}, "\"x\" é 😀\n/"},
		"broken escapes":     {`{"a": "\u00 \ud83d x \q"}`, []string{"a"}, "\uFFFD00 \uFFFD x q"},
		"null is nothing":    {`{"a": null, "b": 2}`, []string{"a"}, ""},
		"cut in a string":    {`{"code": "not.a.user", "message": "This req`, []string{"message"}, "This req"},
		"cut after a key":    {`{"code": "not.a.user", "message":`, []string{"code"}, "not.a.user"},
		"cut in an array":    {`{"a": {"b": ["c", "d`, []string{"a", "b", "1"}, "d"},
		"Node's inspect":     {"{\n  message: 'it\\'s no',\n  code: 'x.y',\n  status: 403\n}", []string{"status"}, "403"},
		"Node's inspect too": {"{ message: 'it\\'s no', code: 'x.y' }", []string{"message"}, "it's no"},
		"Python's repr":      {`{'message': 'no', 'entity': None, 'ok': False}`, []string{"ok"}, "False"},
		"placeholder":        {`{"token": ⟨token-1⟩, "code": "x"}`, []string{"code"}, "x"},
		"not there":          {`{"a": 1}`, []string{"b", "c"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			v, ok := parse(tc.text)
			require.True(t, ok)
			assert.Equal(t, tc.want, v.at(tc.path...).str())
		})
	}
}

func TestParseRefusesWhatIsNoJSON(t *testing.T) {
	for _, text := range []string{"", "Forbidden", "{}", "{ nothing here }", `"a string"`, "42", "{", "["} {
		_, ok := parse(text)
		assert.False(t, ok, "%q", text)
	}
}

func TestParseSurvivesDepthAndSize(t *testing.T) {
	_, _ = parse(strings.Repeat(`{"a":`, 5000))
	_, _ = parse(strings.Repeat("[", 100000))
	v, ok := parse(`{"message": "no", "list": [` + strings.Repeat(`{"x": 1},`, 20000) + `]}`)
	require.True(t, ok)
	assert.Equal(t, "no", v.at("message").str())
}

// What encoding/json reads, we read alike.
func FuzzParse(f *testing.F) {
	f.Add(`{"message": "a \u00e9", "errors": [{"code": "x"}], "n": null}`)
	f.Add(`{"a": [1, 2, {"b": []}], "": "empty key"}`)
	f.Add(`{a: 'b', c: [`)
	f.Fuzz(func(t *testing.T, text string) {
		v, ok := parse(text)
		var want map[string]any
		if len(text) > 2000 || json.Unmarshal([]byte(text), &want) != nil || !ok {
			return
		}
		for key, w := range want {
			if s, isString := w.(string); isString && uniqueKey(text, key) && !strings.Contains(text, `\`) && s == strings.ToValidUTF8(s, "") {
				assert.Equal(t, s, v.at(key).str(), "key %q", key)
			}
		}
	})
}

func uniqueKey(text, key string) bool {
	return key != "" && strings.TrimSpace(key) == key && strings.Count(strings.ToLower(text), strings.ToLower(key)) == 1
}
