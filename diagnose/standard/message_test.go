package standard

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/payload"
	"github.com/why403/why403/diagnose/render"
	"github.com/why403/why403/diagnose/rules"
)

func newEngine(t *testing.T) *diagnose.Engine {
	e, err := New(Options{Version: "test"})
	require.NoError(t, err)
	return e
}

func messageTo(t *testing.T, who diagnose.Actor, r *diagnose.Report) string {
	x, err := render.Message("text", who, render.Options{Ways: rules.Ways})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, x.Render(&out, r))
	return out.String()
}

// call is a line of a message that names an API call, and the body below it.
var call = regexp.MustCompile(`(?m)^ *(GET|POST|PUT|PATCH|DELETE) (/api/v2/\S+)(?:\n *(\{[^…\n]*\}))?$`)

// Every API call a message names is one that the catalog publishes, with a body that
// the operation takes; for every case and everybody.
func TestMessagesNamePublishedCalls(t *testing.T) {
	engine, named, bodies := newEngine(t), 0, 0
	for name := range readLabels(t) {
		r := diagnoseFile(t, engine, filepath.Join(casesDir, name+".json"))
		for _, who := range diagnose.Actors() {
			for _, m := range call.FindAllStringSubmatch(messageTo(t, who, &r), -1) {
				path, query, _ := strings.Cut(m[2], "?")
				route := Catalog().Route(m[1], diagnose.URL{Host: "api.mypurecloud.com", Path: path, Query: query})
				if !assert.Equal(t, diagnose.RouteFound, route.Kind, "%s to the %s: %s %s", name, who, m[1], path) {
					continue
				}
				named++
				assert.Equal(t, diagnose.Published, route.Operation.Source, path)
				if m[3] == "" {
					continue
				}
				bodies++
				found, err := payload.Compile(route.Operation.Body.Schema()).Check(m[3])
				require.NoError(t, err, m[3])
				assert.Empty(t, found.Problems, m[3])
			}
		}
	}
	assert.Greater(t, named, 40)
	assert.Greater(t, bodies, 10)
}

// Clients of the client-credentials grant get roles and never scopes, and nobody is
// offered a wildcard or an administrator's permission where one permission is enough.
func TestMessagesGrantTheLeast(t *testing.T) {
	engine := newEngine(t)
	for name := range readLabels(t) {
		r := diagnoseFile(t, engine, filepath.Join(casesDir, name+".json"))
		for _, cs := range [][]diagnose.Ranked{r.Causes, r.Then} {
			for _, c := range cs {
				for _, f := range c.Fixes {
					if f.Change == nil {
						continue
					}
					assert.Equal(t, diagnose.Admin, f.By, name)
					if r.Question.Principal.Grant == diagnose.ClientCredentials {
						assert.NotEqual(t, diagnose.AllowScopes, f.Change.Kind, name)
						assert.True(t, f.Change.ToClient || f.Change.Kind == diagnose.AllowAddress, name)
					}
					for _, p := range f.Change.Permissions {
						assert.NotContains(t, p, "*", name)
						assert.True(t, Catalog().IsPermission(p), name)
					}
					for _, s := range f.Change.Scopes {
						assert.True(t, Catalog().IsScope(s), name)
					}
				}
			}
		}
	}
}
