package diagnose_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// onlyPatch is a catalog that knows PATCH of every path.
type onlyPatch struct{ diagnose.NoNames }

func (onlyPatch) About() diagnose.CatalogInfo { return diagnose.CatalogInfo{Name: "only PATCH"} }

func (onlyPatch) Route(method string, _ diagnose.URL) diagnose.Route {
	if method == "PATCH" {
		return diagnose.Route{Kind: diagnose.RouteFound, Operation: &diagnose.Operation{Method: method}}
	}
	return diagnose.Route{Kind: diagnose.RouteOtherMethod, Methods: []string{"PATCH"}}
}

func TestAHeaderMayNameTheMethod(t *testing.T) {
	e, err := diagnose.New(diagnose.Parts{Catalog: onlyPatch{}})
	require.NoError(t, err)
	at := diagnose.Location{}
	for _, test := range []struct {
		method, header, override string
		want                     diagnose.RouteKind
		repaired                 string
	}{
		{"PATCH", "", "", diagnose.RouteFound, ""},
		{"POST", "", "", diagnose.RouteOtherMethod, ""},
		{"POST", "x-http-method-override", " patch ", diagnose.RouteFound, "the header X-HTTP-Method-Override asks for PATCH"},
		{"POST", "X-HTTP-Method", "PATCH", diagnose.RouteFound, "the header X-HTTP-Method asks for PATCH"},
		{"POST", "X-Method-Override", "PATCH", diagnose.RouteFound, "the header X-Method-Override asks for PATCH"},
		{"POST", "X-HTTP-Method-Override", "PUT", diagnose.RouteOtherMethod, ""},
		{"GET", "X-HTTP-Method-Override", "PATCH", diagnose.RouteOtherMethod, ""},
	} {
		r := diagnose.Request{Method: diagnose.Know(test.method, at), URL: diagnose.Know(diagnose.URL{Path: "/x"}, at)}
		if test.header != "" {
			r.Headers = []diagnose.Header{{Name: test.header, Value: test.override}}
		}
		got := e.Diagnose(diagnose.Case{Request: &r}).Case.Route
		assert.Equal(t, test.want, got.Kind, test)
		assert.Equal(t, test.repaired, got.Repaired, test)
	}
}
