package render

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// A plain text is wrapped as any other: a word with a mark that takes no cell goes
// the long way, and comes out alike.
func TestWrapPlainAsAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.StringMatching(`[a-z:.]{1,40}`), 1, 30).Draw(t, "words")
		width := rapid.IntRange(1, 60).Draw(t, "width")
		const mark = "\u0301"
		want := wrap(words[0]+mark+strings.Join(append([]string{""}, words[1:]...), " "), width)
		for i := range want {
			want[i] = strings.ReplaceAll(want[i], mark, "")
		}
		assert.Equal(t, want, wrap(strings.Join(words, " "), width))
	})
}
