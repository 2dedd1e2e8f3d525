package catalog

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// callsToFind are concrete calls all over the API, deep ones and short ones.
var callsToFind = [...][2]string{
	{"PATCH", "/api/v2/conversations/calls/3fa85f64-5717-4562-b3fc-2c963f66afa6/participants/1fa85f64-5717-4562-b3fc-2c963f66afa7"},
	{"GET", "/api/v2/users/me"},
	{"GET", "/api/v2/users/3fa85f64-5717-4562-b3fc-2c963f66afa6/station"},
	{"POST", "/api/v2/analytics/conversations/details/query"},
	{"GET", "/api/v2/telephony/providers/edges/extensions/3fa85f64-5717-4562-b3fc-2c963f66afa6"},
	{"PATCH", "/api/v2/workforcemanagement/businessunits/3fa85f64/activitycodes/12"},
	{"DELETE", "/api/v2/routing/queues/3fa85f64-5717-4562-b3fc-2c963f66afa6"},
	{"POST", "/api/v2/integrations/actions/3fa85f64/execute"},
}

func TestFindAllocatesNothing(t *testing.T) {
	c := Builtin()
	for _, call := range callsToFind {
		assert.Zero(t, testing.AllocsPerRun(100, func() {
			if _, ok := c.Find(call[0], call[1]); ok != true {
				panic(call[1] + " is not found")
			}
		}), call[1])
	}
}

func BenchmarkFind(b *testing.B) {
	c := Builtin()
	b.Run("catalog", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			call := &callsToFind[i%len(callsToFind)]
			if _, ok := c.Find(call[0], call[1]); !ok {
				b.Fatal(call)
			}
		}
	})
	b.Run("linear scan", func(b *testing.B) {
		t := c.layers[0]
		for i := 0; b.Loop(); i++ {
			call := &callsToFind[i%len(callsToFind)]
			found := false
			for op := 0; op < t.size() && !found; op++ {
				found = t.method(op) == call[0] && matches(t.path(op), call[1])
			}
			if !found {
				b.Fatal(call)
			}
		}
	})
	b.Run("net/http.ServeMux", func(b *testing.B) {
		mux, refused := serveMux(c)
		b.ReportMetric(float64(refused), "refused-templates")
		var requests []*http.Request
		for _, call := range callsToFind {
			r, err := http.NewRequest(call[0], "https://api.mypurecloud.com"+call[1], nil)
			require.NoError(b, err)
			if _, pattern := mux.Handler(r); pattern != "" { // not among the refused
				requests = append(requests, r)
			}
		}
		for i := 0; b.Loop(); i++ {
			mux.Handler(requests[i%len(requests)])
		}
	})
}

// serveMux puts every template that ServeMux takes into one; it counts the rest.
func serveMux(c *Catalog) (mux *http.ServeMux, refused int) {
	mux = http.NewServeMux()
	handler := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
	for o := range c.All() {
		func() {
			defer func() {
				if recover() != nil {
					refused++
				}
			}()
			mux.Handle(o.Method+" "+o.Path, handler)
		}()
	}
	return mux, refused
}

func BenchmarkOperationAndSchema(b *testing.B) {
	c := Builtin()
	for _, call := range [][2]string{callsToFind[0], callsToFind[3], {"POST", "/api/v2/quality/conversations/1/evaluations"}} {
		b.Run(call[1][strings.LastIndexByte(call[1], '/')+1:], func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				m, _ := c.Find(call[0], call[1])
				if len(c.Operation(m).Body.Schema()) == 0 {
					b.Fatal("no schema")
				}
			}
		})
	}
}

func BenchmarkRoute(b *testing.B) {
	c := Builtin()
	for name, u := range map[string]diagnose.URL{
		"found":        {Host: "api.mypurecloud.com", Path: "/api/v2/users/me"},
		"no such path": {Host: "api.mypurecloud.com", Path: "/api/v2/interactions/scripts"},
		"foreign":      {Host: "api.github.com", Path: "/repos/a/b"},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.Route("GET", u)
			}
		})
	}
}
