package evidence

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/why403/why403/diagnose"
)

// casesOf reads one archive as Read does, and names the cases.
func casesOf(entries ...string) string {
	var cases []string
	for c, err := range Read([]Input{{Name: "x.har", Data: strings.NewReader(archive(entries...))}}, Options{}) {
		if err != nil {
			cases = append(cases, err.Error())
			continue
		}
		line := fmt.Sprintf("%s %s %d", c.Request.Method.Or(""), c.Request.URL.Or(diagnose.URL{}).Path, c.Response.Status.Or(-1))
		for _, o := range c.Others {
			line += fmt.Sprintf(" (%s %s %d)", o.Method, o.URL.Path, o.Status)
		}
		if c.Resource != nil {
			line += " on " + c.Resource.JSON
		}
		cases = append(cases, line)
	}
	return strings.Join(cases, ", ")
}

// failedHAR is an entry without an answer.
func failedHAR(method, url, why string) string {
	return fmt.Sprintf(`{"request":{"method":%q,"url":%q},"response":{"status":0,"_error":%q}}`, method, url, why)
}

func TestArchivesGiveWhatWasRefused(t *testing.T) {
	const h = "https://a.example"
	for name, c := range map[string]struct {
		entries []string
		want    string
	}{
		"403 beside a missing icon": {[]string{exchangeHAR("GET", h+"/favicon.ico", 404, ""), exchangeHAR("GET", h+"/a", 403, "")}, "GET /a 403"},
		"only errors":               {[]string{exchangeHAR("GET", h+"/ok", 200, ""), exchangeHAR("GET", h+"/a", 404, "")}, "GET /a 404"},
		"all is well":               {[]string{exchangeHAR("GET", h+"/a", 200, "")}, "GET /a 200"},
		"kept from the page":        {[]string{failedHAR("GET", h+"/a", "net::ERR_FAILED")}, "GET /a 0"},
		"called off":                {[]string{failedHAR("GET", h+"/a", "net::ERR_ABORTED"), exchangeHAR("GET", h+"/b", 403, "")}, "GET /b 403"},
		"blocked by an extension":   {[]string{failedHAR("GET", h+"/a", "net::ERR_BLOCKED_BY_CLIENT"), exchangeHAR("GET", h+"/b", 401, "")}, "GET /b 401"},
		"preflight before its call": {[]string{exchangeHAR("OPTIONS", h+"/a", 403, ""), failedHAR("PATCH", h+"/a", "net::ERR_FAILED")}, "PATCH /a 0 (OPTIONS /a 403)"},
		"preflight behind its call": {[]string{failedHAR("PATCH", h+"/a", ""), exchangeHAR("OPTIONS", h+"/a", 403, "")}, "PATCH /a 0 (OPTIONS /a 403)"},
		"preflight of another call": {[]string{exchangeHAR("OPTIONS", h+"/b", 403, ""), failedHAR("PATCH", h+"/a", "")}, "OPTIONS /b 403, PATCH /a 0"},
		"preflight alone":           {[]string{exchangeHAR("OPTIONS", h+"/a", 403, "")}, "OPTIONS /a 403"},
		"the object of the call": {[]string{
			`{"request":{"method":"GET","url":"https://a.example/api/v2/conversations/c0ffee01"},"response":{"status":200,"content":{"text":"{\"id\":\"c0ffee01\"}"}}}`,
			exchangeHAR("PATCH", h+"/api/v2/conversations/c0ffee01/participants", 403, "")},
			`PATCH /api/v2/conversations/c0ffee01/participants 403 on {"id":"c0ffee01"}`},
		"no entries": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) { assert.Equal(t, c.want, casesOf(c.entries...)) })
	}
}

func TestLongArchivesGiveEveryRefusalInOrder(t *testing.T) {
	n := 0
	for c, err := range Read([]Input{{Name: "x.har", Data: &harMaker{entries: 3000, every: 3, body: 200}}}, Options{}) {
		assert.NoError(t, err)
		assert.Equal(t, fmt.Sprintf("x.har#%d", 3*n+2), c.Name)
		n++
	}
	assert.Equal(t, 1000, n)
}
