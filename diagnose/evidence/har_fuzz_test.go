package evidence

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzHAR reads anything as an archive: no panic, an error has a position, the
// window changes nothing, and in valid JSON every 403 that encoding/json sees is
// handed over.
func FuzzHAR(f *testing.F) {
	made, err := io.ReadAll(&harMaker{entries: 2, every: 2, body: 100, indent: true})
	require.NoError(f, err)
	f.Add(string(made))
	f.Add(archive(exchangeHAR("GET", "/a", 403, ""), exchangeHAR("OPTIONS", "/a", 0, "")))
	f.Add(`{"log":{"entries":[{"request":{"headers":{"a":"b"}},"response":{"status":403,"content":{"encoding":"base64","text":"H4sIAA=="}}}]}} x`)
	f.Add(`{"log":{"entries":[{"request":[],"response":{"status":"403"}},null,3]}}`)
	f.Fuzz(func(t *testing.T, text string) {
		if strings.HasPrefix(text, "\xef\xbb\xbf") || strings.ContainsRune(text, 0) {
			t.Skip("not as sources hand it over")
		}
		calls, err := harCalls(t, text, skimSize)
		if bad := (*Error)(nil); errors.As(err, &bad) {
			assert.Positive(t, bad.At.Line)
			assert.Positive(t, bad.At.Col)
		} else {
			require.NoError(t, err)
		}
		again, errAgain := harCalls(t, text, 7)
		assert.Equal(t, calls, again)
		assert.Equal(t, err, errAgain)

		var doc struct {
			Log struct {
				Entries []struct {
					Response struct{ Status json.Number }
				}
			}
		}
		if err != nil || json.Unmarshal([]byte(text), &doc) != nil || strings.ContainsAny(text, "RSLE\\") || strings.Count(text, `"log"`) > 1 {
			return // encoding/json takes keys in any case, and the last of several
		}
		want, got := 0, 0
		for _, e := range doc.Log.Entries {
			if e.Response.Status == "403" {
				want++
			}
		}
		for _, r := range calls {
			if r.status != nil && *r.status == 403 {
				got++
			}
		}
		assert.Equal(t, want, got)
	})
}
