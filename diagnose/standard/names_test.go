package standard

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
)

var uuids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// TestIDsDecideNothing gives every labelled case other ids, made of hex digits that spell
// words: the verdict stays.
func TestIDsDecideNothing(t *testing.T) {
	e, err := New(Options{})
	require.NoError(t, err)
	verdict := func(text string) string {
		var said []string
		for c, err := range evidence.Read([]evidence.Input{{Name: "x", Data: strings.NewReader(text)}}, evidence.Options{}) {
			require.NoError(t, err)
			r := e.Diagnose(c)
			said = append(said, string(r.Conclusion))
			for _, list := range [][]diagnose.Ranked{r.Causes, r.Then} {
				for _, x := range list {
					said = append(said, fmt.Sprint(x.Rule, " ", x.Certainty))
				}
			}
		}
		return strings.Join(said, ", ")
	}
	names, err := filepath.Glob(filepath.Join(casesDir, "*.json"))
	require.NoError(t, err)
	renamed := 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		require.NoError(t, err)
		if filepath.Base(name) == "labels.json" || !uuids.Match(text) {
			continue
		}
		renamed++
		for _, form := range []string{"bad00f%02x-2fac-4bad-8ace-deadfee0ca%02x", "403dea%02x-401f-4add-9fee-0c0de2fabad%01x", "ac89a9%02x-dead-4fad-a2fa-1ca1fee0ca%02x"} {
			others := map[string]string{}
			other := uuids.ReplaceAllStringFunc(string(text), func(id string) string {
				if _, known := others[id]; !known {
					n := len(others) % 16
					others[id] = fmt.Sprintf(form, n, n)
				}
				return others[id]
			})
			assert.Equal(t, verdict(string(text)), verdict(other), "%s with ids %s", name, form)
		}
	}
	assert.Greater(t, renamed, 100)
}
