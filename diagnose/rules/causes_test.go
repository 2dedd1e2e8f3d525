package rules

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

func TestCauseDocsAreComplete(t *testing.T) {
	docs := CauseDocs()
	require.Len(t, docs, len(diagnose.Causes()))
	for i, cause := range diagnose.Causes() {
		d := docs[i]
		assert.Equal(t, cause, d.Cause)
		assert.NotEmpty(t, d.Title, cause)
		assert.NotEmpty(t, d.Means, cause)
		assert.NotEmpty(t, d.Shows, cause)
		assert.NotEmpty(t, d.Tell, cause)
		assert.NotEmpty(t, d.Mend, cause)
		assert.NotEmpty(t, d.Example, cause)
	}
}
