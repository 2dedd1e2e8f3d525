package standard

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/redact"
	"github.com/why403/why403/diagnose/render"
)

// inputsOfTests gives every labelled case, and captures made here.
func inputsOfTests(t *testing.T) map[string]string {
	inputs := captures(`{"participants":[{"participantId":"b1a2c3d4-0001-4002-8003-c0ffee000002","action":"disconnect"},{"participantId":"not-a-uuid-7","action":"disconnect"}]}`,
		`{"message":"You are missing the following permission(s): conversation:communication:disconnect in division 8e51b8a2-1111-4C0D-9A51-C0FFEE0000D1","code":"missing.division.permission","status":403,"contextId":"6c1f0a52-7d3e-4b8a-9f41-000000000001","userId":"auth0|5f7c8ec7c33c6c004bbafe82"}`)
	files, err := filepath.Glob(filepath.Join(casesDir, "*.json"))
	require.NoError(t, err)
	for _, file := range files {
		if filepath.Base(file) != "labels.json" {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			inputs[filepath.Base(file)] = string(text)
		}
	}
	return inputs
}

var uuid = regexp.MustCompile(`(?i)\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b`)

// TestConcealedReportsCarryTheVerdict proves at each level that a report's own
// evidence, diagnosed again, gives the verdict of the report, in every format that
// carries it; and that no identifier is left in any format.
func TestConcealedReportsCarryTheVerdict(t *testing.T) {
	e, err := New(Options{})
	require.NoError(t, err)
	for name, text := range inputsOfTests(t) {
		for _, level := range []redact.Level{redact.Secrets, redact.Identifiers, redact.All} {
			red := redact.New().Hide(level)
			for c, err := range evidence.Read([]evidence.Input{{Name: name, Data: strings.NewReader(text)}}, evidence.Options{Redactor: red}) {
				require.NoError(t, err)
				first := e.Diagnose(c)
				r := red.ConcealReport(&first, e.Diagnose)
				assert.Equal(t, gist(&first), gist(r))
				for _, format := range render.Formats() {
					if level == redact.Secrets && format != "json" {
						continue // its rendering is proved elsewhere
					}
					out := rendered(t, red, format, r)
					if level > redact.Secrets {
						assertNoIdentifier(t, out, &first, level, name+" as "+format)
					}
					if format == "json" || format == "html" || format == "markdown" {
						assert.Equal(t, []string{gist(&first)}, diagnoseText(t, e, "report", out), "%s as %s at level %d\n%s", name, format, level, out)
					}
				}
			}
		}
	}
}

func rendered(t *testing.T, red *redact.Redactor, format string, r *diagnose.Report) string {
	x, err := render.New(format, render.Options{})
	require.NoError(t, err)
	var b bytes.Buffer
	w := red.Writer(&b)
	require.NoError(t, x.Render(w, r))
	require.NoError(t, w.Close())
	return b.String()
}

// assertNoIdentifier allows the ids of requests, by which a vendor finds them, below
// the last level.
func assertNoIdentifier(t *testing.T, out string, r *diagnose.Report, level redact.Level, name string) {
	for _, id := range uuid.FindAllString(out, -1) {
		if level == redact.All || !strings.Contains(requestIDs(r), strings.ToLower(id)) {
			t.Errorf("%s: %s came out:\n%s", name, id, out)
			return
		}
	}
}

// requestIDs joins everything in a report that may name a request.
func requestIDs(r *diagnose.Report) string {
	var b strings.Builder
	b.WriteString(r.Question.Reference + "\n")
	for _, h := range r.Case.Response.Headers {
		b.WriteString(h.Value + "\n")
	}
	for _, key := range []string{"contextId", "request-id", "requestId", "Activity ID", "trace"} {
		body := r.Case.Response.Body.Or(diagnose.Body{}).Text
		for from := 0; ; {
			i := strings.Index(body[from:], key)
			if i < 0 {
				break
			}
			from += i + len(key)
			b.WriteString(body[from:min(len(body), from+48)] + "\n")
		}
	}
	return strings.ToLower(b.String())
}

// TestConcealedEvidenceGivesTheSameVerdict proves the same of redacted evidence.
func TestConcealedEvidenceGivesTheSameVerdict(t *testing.T) {
	e, err := New(Options{})
	require.NoError(t, err)
	judge := func(c diagnose.Case) string { r := e.Diagnose(c); return redact.Verdict(&r) }
	for name, text := range inputsOfTests(t) {
		for _, level := range []redact.Level{redact.Identifiers, redact.All} {
			red := redact.NewSharing().Hide(level)
			var out bytes.Buffer
			_, err := evidence.Redact(evidence.Input{Name: name, Data: strings.NewReader(text)}, &out, evidence.Options{Redactor: red, Judge: judge})
			require.NoError(t, err)
			assert.Equal(t, diagnoseText(t, e, name, text), diagnoseText(t, e, name, out.String()), "%s at level %d\n%s", name, level, out.String())
			restored, _, err := red.Key().Restore(out.String())
			require.NoError(t, err)
			if level == redact.Identifiers {
				assert.ElementsMatch(t, lowered(uuid.FindAllString(text, -1)), lowered(uuid.FindAllString(restored, -1)), name)
			}
		}
	}
}

func lowered(list []string) (lower []string) {
	for _, v := range list {
		lower = append(lower, strings.ToLower(v))
	}
	return lower
}
