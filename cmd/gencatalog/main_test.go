package main

import (
	"cmp"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	artefact  = "../../diagnose/catalog/genesys.bin"
	community = "../../diagnose/catalog/community.json"
)

func TestTheArtefactIsWhatTheGeneratorMakesOfItsFacts(t *testing.T) {
	require.NoError(t, verify(artefact, community))

	other := filepath.Join(t.TempDir(), "community.json")
	require.NoError(t, os.WriteFile(other, []byte(`{"name":"community","operations":[{"method":"GET","path":"/api/v2/other"}]}`), 0o600))
	assert.ErrorContains(t, verify(artefact, other), "generate it again")
	assert.Error(t, verify(community, community), "a file that is no artefact")
}

func TestTheArtefactIsMadeOfTheTables(t *testing.T) {
	dir := cmp.Or(os.Getenv("WHY403_TABLES"), "../../../shared/genesys")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no fact tables in " + dir)
	}
	out := filepath.Join(t.TempDir(), "again.bin")
	require.NoError(t, generate(dir, out, community, "10706", "2026-08-15"))
	want, err := os.ReadFile(artefact)
	require.NoError(t, err)
	got, err := os.ReadFile(out)
	require.NoError(t, err)
	assert.True(t, string(want) == string(got), "the tables say something else")
}

func TestTablesAreChecked(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"endpoints.tsv":           "h\nGET\t/a\n",
		"endpoint_errors.tsv":     "h\n",
		"security_exceptions.tsv": "h\n",
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	_, err := readTables(dir)
	assert.EqualError(t, err, "endpoints.tsv:1: 1 columns, want 11")
	_, err = operation([]string{"GET", "/a", "id", "SOME", "", "", "", "", "", "", ""})
	assert.EqualError(t, err, `GET /a: mode "SOME"`)
}
