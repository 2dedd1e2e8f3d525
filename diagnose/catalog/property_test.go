package catalog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/why403/why403/diagnose"
)

// segments that templates and paths of the property are made of: few, so that
// they meet.
var segments = rapid.SampledFrom([]string{"a", "b", "ab", "{x}", "{y}", "c"})

func drawTemplate(t *rapid.T) string {
	return "/" + strings.Join(rapid.SliceOfN(segments, 1, 5).Draw(t, "template"), "/")
}

// naive finds the most literal template that matches, by looking at all of them.
func naive(templates []string, path string) string {
	best := ""
	for _, t := range templates {
		if matches(t, path) && (best == "" || moreLiteral(t, best)) {
			best = t
		}
	}
	return best
}

func TestTheTrieFindsWhatALinearScanFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Description{Name: "drawn"}
		var templates []string
		seen := map[string]bool{}
		for range rapid.IntRange(1, 12).Draw(t, "how many") {
			template := drawTemplate(t)
			if key := anonymous(template); !seen[key] {
				seen[key] = true
				templates = append(templates, template)
				d.Operations = append(d.Operations, Entry{Operation: diagnose.Operation{Method: "GET", Path: template}})
			}
		}
		data, err := Encode(&d)
		require.NoError(t, err)
		require.NoError(t, check(string(data)))
		c := Catalog{layers: []*table{open(string(data))}}
		for range 10 {
			path := strings.NewReplacer("{x}", "v", "{y}", "w").Replace(drawTemplate(t))
			want := naive(templates, path)
			m, ok := c.Find("GET", path)
			require.Equal(t, want != "", ok, "%s among %v", path, templates)
			if ok {
				require.Equal(t, want, c.Operation(m).Path, "%s among %v", path, templates)
			}
		}
	})
}

// What lies over a catalog changes only what it speaks of.
func TestAnOverlayLeavesOtherOperationsAlone(t *testing.T) {
	base := Builtin()
	t0 := base.layers[0]
	rapid.Check(t, func(t *rapid.T) {
		mine := rapid.IntRange(0, t0.size()-1).Draw(t, "mine")
		other := rapid.IntRange(0, t0.size()-1).Draw(t, "other")
		d := Description{Name: "mine", File: "mine.json", Operations: []Entry{{
			Operation: diagnose.Operation{Method: t0.method(mine), Path: t0.path(mine), Roles: diagnose.AnyOf("R")}, Says: SaysRoles}}}
		o, err := d.Overlay()
		require.NoError(t, err)
		c := base.With(o)
		got := c.operation(t0.method(mine), t0.path(mine))
		require.Equal(t, diagnose.AnyOf("R"), got.Roles)
		require.Equal(t, base.operation(t0.method(mine), t0.path(mine)).Scopes, got.Scopes)
		if other != mine {
			m, ok := c.Find(t0.method(other), concrete(t0.path(other)))
			require.True(t, ok)
			require.Equal(t, t0.str(t0.op(other, opID)), c.Operation(m).ID)
			require.Equal(t, base.operation(t0.method(other), t0.path(other)).Roles, c.Operation(m).Roles)
		}
	})
}
