package standard_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/standard"
)

// BenchmarkDiagnose is the engine alone, on the cases the program was built for.
func BenchmarkDiagnose(b *testing.B) {
	engine, err := standard.New(standard.Options{})
	require.NoError(b, err)
	for _, name := range []string{"conference-scope", "conference-bare-participant", "queue-division", "status-only"} {
		data, err := os.ReadFile(filepath.Join(testdata, "cases", name+".json"))
		require.NoError(b, err)
		var c diagnose.Case
		for got, err := range evidence.Read([]evidence.Input{{Name: name, Data: bytes.NewReader(data)}}, evidence.Options{}) {
			require.NoError(b, err)
			c = got
		}
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				engine.Diagnose(c)
			}
		})
	}
}
