package diagnose_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const module = "github.com/why403/why403/"

// doors is the picture in doc.go: what each room may import of ours, and which
// modules of others live in it. The standard library is everybody's.
var doors = map[string]struct{ ours, others []string }{
	"diagnose":          {},
	"diagnose/redact":   {ours: []string{"diagnose"}},
	"diagnose/alike":    {},
	"diagnose/payload":  {ours: []string{"diagnose"}},
	"diagnose/evidence": {ours: []string{"diagnose", "diagnose/redact"}, others: []string{"github.com/golang-jwt/jwt/v5", "github.com/go-json-experiment/json", "mvdan.cc/sh/v3"}},
	"diagnose/refusal":  {ours: []string{"diagnose"}},
	"diagnose/catalog":  {ours: []string{"diagnose"}, others: []string{"github.com/go-json-experiment/json"}},
	"diagnose/rules":    {ours: []string{"diagnose", "diagnose/payload"}},
	"diagnose/render":   {ours: []string{"diagnose"}, others: []string{"github.com/fatih/color"}},
	"diagnose/standard": {ours: []string{"diagnose", "diagnose/evidence", "diagnose/redact", "diagnose/refusal", "diagnose/catalog", "diagnose/rules", "diagnose/render", "diagnose/payload"}},
	"cmd/gencatalog":    {ours: []string{"diagnose", "diagnose/catalog"}, others: []string{"github.com/go-json-experiment/json"}},
	"cmd/why403": {ours: []string{"diagnose", "diagnose/standard", "diagnose/evidence", "diagnose/redact", "diagnose/catalog", "diagnose/rules", "diagnose/refusal", "diagnose/render", "diagnose/alike"},
		others: []string{"github.com/spf13/cobra", "github.com/spf13/pflag", "golang.org/x/term"}},
}

type listed struct {
	ImportPath string
	Imports    []string
}

// TestDoors fails on every import that is not in the picture.
func TestDoors(t *testing.T) {
	for _, p := range list(t, module+"...") {
		room := strings.TrimPrefix(p.ImportPath, module)
		door, ok := doors[room]
		if !assert.True(t, ok, "%s is a room that the picture in doc.go does not show", room) {
			continue
		}
		for _, path := range p.Imports {
			switch ours, isOurs := strings.CutPrefix(path, module); {
			case isOurs:
				assert.Contains(t, door.ours, ours, "%s has no door to %s", room, ours)
			case strings.Contains(strings.SplitN(path, "/", 2)[0], "."):
				assert.True(t, slices.ContainsFunc(door.others, func(m string) bool { return path == m || strings.HasPrefix(path, m+"/") }),
					"%s does not live in %s", path, room)
			}
		}
	}
}

// TestNoValidatorInTheProgram keeps the schema validator that the tests of package
// payload are judged by out of the program: it takes milliseconds before main runs.
func TestNoValidatorInTheProgram(t *testing.T) {
	for _, p := range list(t, "-deps", module+"cmd/why403") {
		assert.NotContains(t, p.ImportPath, "santhosh-tekuri/jsonschema")
		assert.NotEqual(t, "net/http", p.ImportPath, "nothing goes to the network")
	}
}

func list(t *testing.T, args ...string) []listed {
	out, err := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports"}, args...)...).Output()
	require.NoError(t, err)
	var all []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		err := d.Decode(&p)
		if errors.Is(err, io.EOF) {
			break
		}
		require.NoError(t, err)
		all = append(all, p)
	}
	require.NotEmpty(t, all)
	return all
}
