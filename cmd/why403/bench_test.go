package main

import (
	"bytes"
	"encoding/json"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkStream is the whole program, from a stream of cases to a stream of reports,
// beside encoding/json reading the same stream and doing nothing with it: once with cases
// that have nothing in common, once with cases that are alike, as those of a service's
// log. With -cpu 1,2 it shows what a second processor is worth.
func BenchmarkStream(b *testing.B) {
	cases := everyCase(b)
	few := bytes.SplitAfter(cases, []byte{'\n'})[:8]
	random := rand.New(rand.NewPCG(1, 2))
	var log bytes.Buffer
	for i := range 20_000 {
		log.Write(renamed(random, few[i%len(few)]))
	}
	for name, stream := range map[string][]byte{"different": cases, "alike": log.Bytes()} {
		b.Run(name+"/why403", func(b *testing.B) {
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			for b.Loop() {
				s := theSystem()
				s.in, s.out, s.err = bytes.NewReader(stream), io.Discard, io.Discard
				require.Equal(b, exitCause, run([]string{"--format", "json", "--quiet", "-"}, s))
			}
		})
		b.Run(name+"/encodingJSON", func(b *testing.B) {
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			for b.Loop() {
				for line := range bytes.Lines(stream) {
					var v any
					require.NoError(b, json.Unmarshal(line, &v))
				}
			}
		})
	}
}

// everyCase is a stream of all labelled cases, one a line.
func everyCase(b testing.TB) []byte {
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
