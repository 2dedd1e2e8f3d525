package alike

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestOthersLookWhileTheOwnerLearns has several goroutines look at records of many kinds
// while the owner learns and forgets them.
func TestOthersLookWhileTheOwnerLearns(t *testing.T) {
	pad := strings.Repeat("the same of all kinds, ", 400)
	work := func(r Record) ([]byte, bool, bool) {
		return append([]byte(pad), anID.FindAll(r.Text, -1)[0]...), false, true
	}
	record := func(i int) []byte {
		return fmt.Appendf(nil, `{"kind":"%s %d","user":"%08x-5f3a-4e21-8a77-3c1d2e4f5a6b"}`, strings.Repeat("k", i%700), i%700, i)
	}
	m := New(noon, work)
	const records, others = 6000, 3
	turns := make([]chan int, others) // the owner lets the others look at what it was at last
	var all sync.WaitGroup
	for k := range turns {
		turns[k] = make(chan int, 1)
		all.Go(func() {
			known := 0
			for i := range turns[k] {
				x := m.Look(record(i), i, i)
				if x == nil {
					continue
				}
				known++
				want, _, _ := work(Record{Text: record(i)})
				assert.Equal(t, string(want), string(x.Append(nil, "")))
				x.Free()
			}
			assert.Positive(t, known)
		})
	}
	for i := range records {
		if x := m.Recall(record(i), i, i); x != nil {
			x.Free()
		}
		for _, turn := range turns {
			select {
			case turn <- i:
			default:
			}
		}
	}
	for _, turn := range turns {
		close(turn)
	}
	all.Wait()
}

func TestUsedTemplatesAreKept(t *testing.T) {
	work := func(r Record) ([]byte, bool, bool) { return bytes.Repeat(r.Text[:10], 10<<10), false, true }
	m := New(noon, work)
	often := []byte(`{"often":"` + one + `"}`)
	m.Recall(often, 1, 1)
	require.NotNil(t, m.Recall(often, 1, 1))
	for i := range 100 {
		rare := fmt.Appendf(nil, `{"r%06d":"%s"}`, i, one)
		m.Recall(rare, 1, 1)
		m.Recall(rare, 1, 1)
		x := m.Look(often, 1, 1)
		require.NotNil(t, x, "after %d others", i)
		m.Used(x)
		x.Free()
	}
	assert.Greater(t, m.generation, 3, "some were forgotten meanwhile")
}

func TestFillIsAppendWithAPlaceholder(t *testing.T) {
	token := func(c string) string { return jwt(`{"sub":"user-`+c+`","exp":1796500000}`, signature) }
	record := func(c string) []byte {
		return []byte(`{"request":{"headers":{"Authorization":"Bearer ` + token(c) + `"}},"notes":"try ` + c + `"}`)
	}
	m := New(noon, func(r Record) ([]byte, bool, bool) {
		p := placeholder(r.Token)
		notes := r.Text[strings.Index(string(r.Text), "notes"):]
		return fmt.Appendf(nil, "%s in %s, %s%s", p, notes, p, p), true, true
	})
	m.Recall(record("1001"), 1, 1)
	m.Recall(record("1002"), 1, 1)
	x := m.Look(record("3003"), 1, 1)
	require.NotNil(t, x)
	defer x.Free()
	for _, p := range []string{"⟨token-7⟩", "⟨token-1234567⟩"} {
		head := []byte("before: ")
		want := x.Append(head, p)
		assert.Equal(t, string(want), string(x.Fill(x.Append(head, ""), p)))
	}
	assert.Equal(t, token("3003"), x.Secret())
}
