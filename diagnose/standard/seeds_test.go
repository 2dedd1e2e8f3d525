package standard_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/standard"
)

const testdata = "../../testdata"

// seed is what the report on one of the cases the program was built for must say,
// beyond its label.
type seed struct {
	cause       diagnose.Cause // of the first finding
	certainty   string         // of the first finding
	conclusion  diagnose.Conclusion
	then, never []diagnose.Cause // what would fail next; what must be nowhere in the report
	names       string           // what the summary of the first finding names
	corrected   bool             // a corrected body comes with it
	overlay     string           // a file in testdata/catalog
}

var seeds = map[string]seed{
	"conference-scope":               {cause: "missing_scope", certainty: "likely"},
	"conference-role":                {cause: "missing_role", certainty: "likely"},
	"conference-bare-participant":    {cause: "payload_schema", certainty: "likely", corrected: true},
	"conference-list":                {cause: "payload_schema", certainty: "likely", corrected: true},
	"conference-misspelt-action":     {cause: "payload_schema", certainty: "likely", corrected: true},
	"conference-no-uuid":             {cause: "payload_schema", certainty: "likely", corrected: true},
	"conference-in-order":            {cause: "endpoint_not_published", certainty: "likely"},
	"conference-published-scope":     {cause: "endpoint_not_published", certainty: "likely"},
	"conference-all-wrong":           {cause: "missing_scope", certainty: "likely", then: []diagnose.Cause{"missing_role", "payload_schema"}},
	"conference-supervisor":          {cause: "missing_role", certainty: "likely", names: "Supervisor", overlay: "supervisors.json"},
	"conference-permission-as-scope": {cause: "wrong_scope_name", certainty: "likely"},
	"conference-client-credentials":  {cause: "missing_role", never: []diagnose.Cause{"missing_scope", "wrong_scope_name"}},
	"status-only":                    {conclusion: "inconclusive"},
	"call-scope-readonly":            {cause: "missing_scope", certainty: "likely"},
	"call-scope-singular":            {cause: "wrong_scope_name", certainty: "likely"},
	"call-scope-list":                {cause: "wrong_scope_name", certainty: "likely"},
	"call-scope-write":               {cause: "wrong_scope_name", certainty: "likely"},
	"call-needs-user":                {cause: "needs_user_context", certainty: "likely", never: []diagnose.Cause{"missing_scope"}},
	"call-permission":                {cause: "missing_permission", certainty: "likely"},
	"call-wildcard-permission":       {never: []diagnose.Cause{"missing_permission"}},
	"call-state-misspelt":            {cause: "payload_schema", certainty: "likely", corrected: true},
	"call-form-body":                 {cause: "missing_header_or_content_type", certainty: "likely"},
	"call-not-json":                  {cause: "payload_schema", certainty: "likely"},
	"queue-division":                 {cause: "wrong_division", certainty: "likely"},
	"queue-client-permission":        {cause: "missing_permission", never: []diagnose.Cause{"missing_scope"}},
	"path-unknown":                   {cause: "endpoint_not_published", certainty: "likely"},
	"method-of-me":                   {cause: "wrong_method", certainty: "likely"},
	"host-login":                     {cause: "wrong_region_or_host", certainty: "likely"},
	"host-invented":                  {cause: "wrong_region_or_host", certainty: "likely"},
	"token-expired":                  {cause: "expired_token", certainty: "certain"},
	"token-not-yet-valid":            {cause: "bad_signature_or_token", certainty: "certain"},
	"token-cut-off":                  {cause: "bad_signature_or_token"},
	"token-other-audience":           {cause: "wrong_audience_or_issuer", certainty: "likely"},
}

func TestSeeds(t *testing.T) {
	for name, want := range seeds {
		t.Run(name, func(t *testing.T) {
			judge(t, want, diagnosed(t, want.overlay, filepath.Join(testdata, "cases", name+".json")))
		})
	}
}

func diagnosed(t *testing.T, overlay, file string) diagnose.Report {
	var o standard.Options
	if overlay != "" {
		data, err := os.ReadFile(filepath.Join(testdata, "catalog", overlay))
		require.NoError(t, err)
		o.Overlays = []standard.Overlay{{Name: overlay, Data: bytes.NewReader(data)}}
	}
	engine, err := standard.New(o)
	require.NoError(t, err)
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	for c, err := range evidence.Read([]evidence.Input{{Name: filepath.Base(file), Data: bytes.NewReader(data)}}, evidence.Options{}) {
		require.NoError(t, err)
		return engine.Diagnose(c)
	}
	require.Fail(t, "no case was read")
	return diagnose.Report{}
}

func judge(t *testing.T, want seed, r diagnose.Report) {
	first := diagnose.Ranked{}
	if len(r.Causes) > 0 {
		first = r.Causes[0]
	}
	if want.cause != "" {
		assert.Equal(t, want.cause, first.Cause, "first is %s: %s", first.Rule, first.Summary)
		assert.Equal(t, diagnose.Explained, r.Conclusion)
	}
	if want.conclusion != "" {
		assert.Equal(t, want.conclusion, r.Conclusion)
	}
	if want.certainty != "" {
		assert.Equal(t, want.certainty, first.Certainty.String())
	}
	if want.corrected {
		assert.NotEmpty(t, r.CorrectedBody)
	}
	assert.Contains(t, first.Summary, want.names)
	var then []diagnose.Cause
	for _, f := range r.Then {
		then = append(then, f.Cause)
	}
	assert.Subset(t, then, want.then)
	for _, f := range append(r.Causes, r.Then...) {
		assert.NotContains(t, want.never, f.Cause, "%s: %s", f.Rule, f.Summary)
		assert.NotEmpty(t, f.Summary, f.Rule)
		assert.NotEmpty(t, f.Evidence, f.Rule)
		assert.NotEmpty(t, f.Fixes, f.Rule)
	}
}

// TestOverlayIsQuoted: a role that an organisation demands is reported with the
// line of the overlay that says so.
func TestOverlayIsQuoted(t *testing.T) {
	r := diagnosed(t, "supervisors.json", filepath.Join(testdata, "cases", "conference-supervisor.json"))
	var places []string
	for _, s := range r.Causes[0].Evidence {
		places = append(places, s.At.String())
	}
	assert.Contains(t, places, "supervisors.json:7:7")
}

// TestEnforcedSince: a demand with a day on which it came into force explains calls
// since then, and hardly those before.
func TestEnforcedSince(t *testing.T) {
	const ours = `{"name": "ours", "operations": [{"method": "GET", "path": "/api/v2/routing/queues",
 "roles": {"any_of": ["Supervisor"]}, "enforced": "2026-11-01"}]}`
	e, err := standard.New(standard.Options{Overlays: []standard.Overlay{{Name: "ours.json", Data: strings.NewReader(ours)}}})
	require.NoError(t, err)
	judge := func(at string) diagnose.Ranked {
		text := `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/routing/queues"}, "response": {"status": 403},
 "user": {"roles": ["Agent"], "permissions": ["routing:queue:view"]}, "at": "` + at + `"}`
		var r diagnose.Report
		for c, err := range evidence.Read([]evidence.Input{{Name: "case.json", Data: strings.NewReader(text)}}, evidence.Options{}) {
			require.NoError(t, err)
			r = e.Diagnose(c)
		}
		require.NotEmpty(t, r.Causes)
		require.Equal(t, diagnose.MissingRole, r.Causes[0].Cause)
		return r.Causes[0]
	}
	after, before := judge("2026-11-02T09:00:00Z"), judge("2026-10-31T09:00:00Z")
	assert.Equal(t, diagnose.Likely, after.Certainty)
	assert.Contains(t, after.Detail, "enforced since 2026-11-01")
	assert.Equal(t, diagnose.Possible, before.Certainty)
	assert.Contains(t, before.Detail, "after this call was made")
}
