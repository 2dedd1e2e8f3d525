package alike

import (
	"bytes"
	"testing"
)

// FuzzRecall gives any two records, several times: what is recalled is what the work
// makes, which is the record itself in pieces.
func FuzzRecall(f *testing.F) {
	f.Add([]byte(`{"id":"c1","url":"/users/4c1d9b2e-5f3a-4e21-8a77-3c1d2e4f5a6b","at":"2026-11-20T10:00:00Z","notes":"try 5"}`), []byte(`{"id":"2"}`))
	f.Add([]byte(`{"Authorization":"Bearer eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjE3OTU1MDAwMDB9.dGhpcy1pcy1tYWRlLXVwLWZvci10ZXN0cw","Date":"Fri, 20 Nov 2026 10:00:00 GMT"}`), []byte(`"exp":1795500000,`))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		work := func(r Record) ([]byte, bool, bool) {
			return bytes.ReplaceAll(r.Text, []byte("Bearer"), nil), false, true
		}
		m := New(noon, work)
		for i := range 6 {
			record := a
			if i%3 == 2 {
				record = b
			}
			if x := m.Recall(record, i+1, i+1); x != nil {
				want, _, _ := work(Record{Text: record})
				if got := x.Append(nil, placeholder(1)); !bytes.Equal(got, want) {
					t.Fatalf("%q became %q", record, got)
				}
				x.Free()
			}
		}
	})
}
