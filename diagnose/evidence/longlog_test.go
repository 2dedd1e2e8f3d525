package evidence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// TestLongLog reads logs of several pieces: every refused line is a case, at its place.
func TestLongLog(t *testing.T) {
	const count, every = 24000, 50
	for name, form := range map[string]struct {
		head string
		line func(i, status int) string
	}{
		"access log": {"", func(i, status int) string {
			return fmt.Sprintf(`10.0.0.1 - - [23/Nov/2026:10:00:00 +0000] "GET /api/v2/users/%d HTTP/1.1" %d 12 "-" "x"`, i, status)
		}},
		"JSON log": {"", func(i, status int) string {
			return fmt.Sprintf(`{"ts":"2026-11-23T10:00:00Z","method":"GET","uri":"/api/v2/users/%d","status":%d,"agent":"x"}`, i, status)
		}},
		"columns": {"#Software: x\n#Fields: date time cs-method cs-uri-stem sc-status\n", func(i, status int) string {
			return fmt.Sprintf("2026-11-23 10:00:00 GET /api/v2/users/%d %d", i, status)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			var log strings.Builder
			log.WriteString(form.head)
			first := 1 + strings.Count(form.head, "\n")
			for i := range count {
				status := 200
				if i%every == 0 {
					status = 403
				}
				log.WriteString(form.line(i, status) + "\n")
			}
			require.Greater(t, log.Len(), 2*logPiece, "it takes several pieces")
			cases, errs, _ := readAll(file("long.log", log.String()))
			require.Empty(t, errs)
			require.Len(t, cases, count/every)
			for k, c := range cases {
				assert.Equal(t, fmt.Sprintf("/api/v2/users/%d", k*every), c.Request.URL.Or(diagnose.URL{}).Path)
				assert.Equal(t, first+k*every, c.Response.Status.From().Line)
			}
		})
	}
}
