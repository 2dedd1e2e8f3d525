package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// A header that states the reason is the message of an answer without a body.
func TestHeaderReason(t *testing.T) {
	for header, want := range map[string]diagnose.Cause{
		"X-Error-Message": diagnose.BadToken,
		"X-Denied-Reason": diagnose.BadToken,
		"X-Auth-Error":    diagnose.BadToken,
		"Grpc-Message":    diagnose.BadToken,
		"X-Error-Id":      "",
		"X-Message":       "",
		"X-Cache-Message": "",
	} {
		r := told{status: 403, headers: []string{header + ": Invalid API key"}}.listen(t)
		if want == "" {
			for _, p := range r.Points {
				assert.NotEqual(t, diagnose.BadToken, p.Cause, header)
			}
			continue
		}
		require.NotEmpty(t, r.Points, header)
		assert.Equal(t, want, r.Points[0].Cause, header)
	}
}
