package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkStream is the whole program, from a stream of cases to a stream of reports,
// beside encoding/json reading the same stream and doing nothing with it. With
// -cpu 1,2 it shows what a second processor is worth.
func BenchmarkStream(b *testing.B) {
	cases := everyCase(b)
	b.Run("why403", func(b *testing.B) {
		b.SetBytes(int64(len(cases)))
		b.ReportAllocs()
		for b.Loop() {
			s := theSystem()
			s.in, s.out, s.err = bytes.NewReader(cases), io.Discard, io.Discard
			require.Equal(b, exitCause, run([]string{"--format", "json", "--quiet", "-"}, s))
		}
	})
	b.Run("encodingJSON", func(b *testing.B) {
		b.SetBytes(int64(len(cases)))
		b.ReportAllocs()
		for b.Loop() {
			for line := range bytes.Lines(cases) {
				var v any
				require.NoError(b, json.Unmarshal(line, &v))
			}
		}
	})
}

// everyCase is a stream of all labelled cases, one a line.
func everyCase(b *testing.B) []byte {
	files, err := filepath.Glob("../../testdata/cases/*.json")
	require.NoError(b, err)
	var stream bytes.Buffer
	for _, name := range files {
		if filepath.Base(name) == "labels.json" {
			continue
		}
		text, err := os.ReadFile(name)
		require.NoError(b, err)
		require.NoError(b, json.Compact(&stream, text))
		stream.WriteByte('\n')
	}
	return stream.Bytes()
}
