package rules

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// Whatever cause a server names, exactly that cause must come first.
func TestEveryNamedCauseIsBlamed(t *testing.T) {
	for _, cause := range diagnose.Causes() {
		t.Run(string(cause), func(t *testing.T) {
			e, err := diagnose.New(diagnose.Parts{Checkers: All(), Listen: func(*diagnose.Request, *diagnose.Response) *diagnose.Refusal {
				return &diagnose.Refusal{Platform: "generic", Refused: true, Status: diagnose.Know(403, diagnose.Location{}),
					Points: []diagnose.Point{{Cause: cause, Certainty: diagnose.Certain, Says: "the words name it"}}}
			}})
			require.NoError(t, err)
			r := e.Diagnose(diagnose.Case{Response: &diagnose.Response{}})
			require.NotEmpty(t, r.Causes)
			assert.Equal(t, cause, r.Causes[0].Cause)
			assert.Equal(t, diagnose.Certain, r.Causes[0].Certainty)
			assert.NotEmpty(t, r.Causes[0].Fixes, "a named cause needs somebody who mends it")
			assert.Len(t, r.Causes, 1)
		})
	}
}
