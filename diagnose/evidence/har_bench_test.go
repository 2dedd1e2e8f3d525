package evidence

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkHAR reads an archive with one refusal among twenty entries; MB/s and
// B/op are of the reading alone.
func BenchmarkHAR(b *testing.B) {
	for name, m := range map[string]harMaker{
		"indented":    {entries: 2000, every: 20, body: 8000, indent: true},
		"compact":     {entries: 2000, every: 20, body: 8000},
		"smallBodies": {entries: 8000, every: 20, body: 300, indent: true},
		"oneBody":     {entries: 20, every: 20, body: 300, giant: 20 << 20},
	} {
		b.Run(name, func(b *testing.B) {
			text, err := io.ReadAll(&m)
			require.NoError(b, err)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				src, err := open(Input{Name: "x.har", Data: bytes.NewReader(text)}, &Options{})
				require.NoError(b, err)
				require.NoError(b, readHAR(src, func(raw) error { return nil }))
			}
		})
	}
}

// TestWriteBenchFiles writes what whole-process measurements read, into the folder
// that WHY403_BENCH names.
func TestWriteBenchFiles(t *testing.T) {
	dir := os.Getenv("WHY403_BENCH")
	if dir == "" {
		t.Skip("WHY403_BENCH names no folder")
	}
	for name, m := range map[string]io.Reader{
		"20k.ndjson": &caseMaker{cases: 20_000},
		"1m.ndjson":  &caseMaker{cases: 1_000_000},
		"100mb.har":  &harMaker{entries: 11_000, every: 20, body: 8000, indent: true},
		"1gb.har":    &harMaker{entries: 110_000, every: 20, body: 8000, indent: true},
		"giant.har":  &harMaker{entries: 11_000, every: 20, body: 8000, indent: true, giant: 200 << 20},
	} {
		f, err := os.Create(filepath.Join(dir, name))
		require.NoError(t, err)
		_, err = io.Copy(f, m)
		require.NoError(t, err)
		require.NoError(t, f.Close())
	}
}
