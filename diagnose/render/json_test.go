package render_test

import (
	"bytes"
	"encoding/json"
	"io"
	"math"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

// against returns a check of documents against a JSON Schema.
func against(t testing.TB, schema []byte) func(doc string) error {
	t.Helper()
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	require.NoError(t, c.AddResource("schema.json", parsed))
	s, err := c.Compile("schema.json")
	require.NoError(t, err)
	return func(doc string) error {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(doc))
		if err != nil {
			return err
		}
		return s.Validate(v)
	}
}

func TestJSONFollowsItsSchema(t *testing.T) {
	valid := against(t, render.ReportSchema())
	for name, r := range fixtures() {
		assert.NoError(t, valid(show(t, "json", render.Options{}, r)), name)
		assert.NoError(t, valid(show(t, "json", render.Options{Pretty: true}, r)), name)
	}
	whole := show(t, "json", render.Options{}, full())
	for _, part := range []string{`"certainty":"certain",`, `"conclusion":"explained",`, `"then":`} {
		assert.Error(t, valid(strings.Replace(whole, part, `"other":`, 1)), "without %s", part)
	}
}

// The schema spells the closed list out, so it could fall behind.
func TestSchemaListsEveryCause(t *testing.T) {
	var schema struct {
		Defs struct {
			Cause struct{ Enum []diagnose.Cause }
		} `json:"$defs"`
	}
	require.NoError(t, json.Unmarshal(render.ReportSchema(), &schema))
	assert.Equal(t, diagnose.Causes(), schema.Defs.Cause.Enum)
}

func TestJSONIsOneCompactLine(t *testing.T) {
	r := full()
	r.CorrectedBody = []byte("{\n  \"a b\": [ 1.50 , \"x \\\" y\" ]\n}")
	got := show(t, "json", render.Options{}, r)
	assert.Equal(t, 1, strings.Count(got, "\n"))
	assert.Contains(t, got, `"corrected_body":{"a b":[1.50,"x \" y"]}`)
	var compact bytes.Buffer
	require.NoError(t, json.Compact(&compact, []byte(show(t, "json", render.Options{Pretty: true}, r))))
	assert.Equal(t, strings.TrimSuffix(got, "\n"), compact.String())
}

func TestJSONArraysAreNeverNull(t *testing.T) {
	got := show(t, "json", render.Options{}, &diagnose.Report{})
	for _, name := range []string{"causes", "then", "cleared", "unasked", "disagreements", "redactions"} {
		assert.Contains(t, got, `"`+name+`":[]`)
	}
	assert.NotContains(t, got, "null")
	assert.NotContains(t, got, `"status"`)
}

func TestJSONLeavesOutAHitRateThatIsNone(t *testing.T) {
	for _, h := range []*diagnose.HitRate{nil, {}, {Value: math.NaN(), Of: 3}, {Value: 2, Of: 3}} {
		r := full()
		r.Causes[0].HitRate, r.Then = h, nil
		assert.NotContains(t, show(t, "json", render.Options{}, r), "hit_rate")
	}
}

func TestJSONCorrectedBodyThatIsNoJSON(t *testing.T) {
	for _, body := range []string{"", "{", "{}{}", "\x00"} {
		r := &diagnose.Report{CorrectedBody: []byte(body)}
		var got struct {
			Body string `json:"corrected_body"`
		}
		require.NoError(t, json.Unmarshal([]byte(show(t, "json", render.Options{}, r)), &got), "%q", body)
		assert.Equal(t, body, got.Body)
	}
}

// Equal neighbours are copied; what was copied must be what would be written.
func TestJSONNotesWithTheSameReason(t *testing.T) {
	r := &diagnose.Report{}
	for i := range 6 {
		n := unasked()[i/2]
		n.Rule = diagnose.RuleID(strings.Repeat("x", i+1))
		r.Unasked = append(r.Unasked, n)
	}
	var got struct {
		Unasked []struct{ Rule, Cause, Reason, Bring, Run string }
	}
	require.NoError(t, json.Unmarshal([]byte(show(t, "json", render.Options{}, r)), &got))
	require.Len(t, got.Unasked, 6)
	for i, g := range got.Unasked {
		n := r.Unasked[i]
		assert.Equal(t, []string{string(n.Rule), string(n.Cause), n.Reason, n.Ask.What, n.Ask.Run}, []string{g.Rule, g.Cause, g.Reason, g.Bring, g.Run})
	}
}

func BenchmarkJSON(b *testing.B) {
	x, err := render.New("json", render.Options{})
	require.NoError(b, err)
	r := full()
	b.SetBytes(int64(len(render.AppendJSON(nil, r))))
	b.ReportAllocs()
	for b.Loop() {
		_ = x.Render(io.Discard, r)
	}
}
