package evidence

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// file makes an input of a text.
func file(name, content string) Input {
	return Input{Name: name, Data: strings.NewReader(content)}
}

func flag(p Part, name, value string) Input {
	return Input{Name: name, Part: p, Data: strings.NewReader(value)}
}

// readAll reads inputs and gives everything that came out.
func readAll(inputs ...Input) (cases []diagnose.Case, errs []error, hints []string) {
	o := Options{Now: noon, Hint: func(h string) { hints = append(hints, h) }}
	for c, err := range Read(inputs, o) {
		if err != nil {
			errs = append(errs, err)
			continue
		}
		cases = append(cases, c)
	}
	return cases, errs, hints
}

// readOne reads inputs that must be one case.
func readOne(t *testing.T, inputs ...Input) diagnose.Case {
	t.Helper()
	cases, errs, _ := readAll(inputs...)
	require.Empty(t, errs)
	require.Len(t, cases, 1)
	return cases[0]
}

func TestReadCase(t *testing.T) {
	c := readOne(t, file("case.json", `{
  "request": {"method": "patch", "url": "https://API.mypurecloud.com:443/api/v2/conversations/conferences/1/participants?expand=all#top",
    "headers": {"Content-Type": "application/json", "Accept": ["text/html", "application/json"]},
    "body": {"participants": [
      {"participantId": "not-a-uuid", "n": 12345678901234567890}]}},
  "response": {"status": 403, "headers": {"Date": "Mon, 23 Nov 2026 10:00:00 GMT"}, "body": "Forbidden"},
  "token": {"scopes": ["conversation:view"], "kind": "opaque"},
  "client": {"grant": "CODE", "state": "Active"},
  "user": {"roles": ["Manage conversations"], "permissions": ["conversation:call:view"], "divisions": ["d1"]},
  "resource": {"id": "1"},
  "notes": "it worked yesterday"
}`))
	assert.Equal(t, "PATCH", c.Request.Method.Or(""))
	assert.Equal(t, "case.json:2:25", c.Request.Method.From().String())
	assert.Equal(t, diagnose.URL{Scheme: "https", Host: "api.mypurecloud.com", Port: "443", Path: "/api/v2/conversations/conferences/1/participants", Query: "expand=all"},
		c.Request.URL.Or(diagnose.URL{}))
	assert.Len(t, c.Request.Headers, 3)
	body := c.Request.Body.Or(diagnose.Body{})
	assert.True(t, body.Parsed)
	assert.Contains(t, body.Text, "12345678901234567890")
	assert.Equal(t, "case.json:5:25", body.Where("/participants/0/participantId").String())
	assert.Equal(t, "case.json:4:13", body.Where("/nowhere").String())
	assert.Equal(t, 403, c.Response.Status.Or(0))
	assert.Equal(t, "Forbidden", c.Response.Body.Or(diagnose.Body{}).Text)
	assert.False(t, c.Response.Body.Or(diagnose.Body{}).Parsed)
	assert.Equal(t, []string{"conversation:view"}, c.Token.Scopes.Or(nil))
	assert.Equal(t, diagnose.Opaque, c.Token.Kind.Or(""))
	assert.Equal(t, diagnose.Grant("authorization_code"), c.Client.Grant.Or(""))
	assert.Equal(t, "active", c.Client.State.Or(""))
	assert.Equal(t, []string{"Manage conversations"}, c.User.Roles.Or(nil))
	assert.Equal(t, `{"id": "1"}`, c.Resource.JSON)
	assert.Equal(t, "it worked yesterday", c.Notes)
	assert.Equal(t, time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC), c.At.Or(time.Time{}))
}

func TestReadCaseForms(t *testing.T) {
	for name, in := range map[string]string{
		"only a status":        `{"response": {"status": 403}}`,
		"status as text":       `{"response": {"status": "403"}}`,
		"response is a status": `{"response": 403}`,
	} {
		t.Run(name, func(t *testing.T) {
			c := readOne(t, file("c.json", in))
			assert.Equal(t, 403, c.Response.Status.Or(0))
			assert.Nil(t, c.Request)
			assert.Nil(t, c.Token)
			assert.Equal(t, noon, c.At.Or(time.Time{}))
			assert.Equal(t, "the clock of this machine", c.At.From().String())
		})
	}
}

func TestHints(t *testing.T) {
	_, errs, hints := readAll(file("c.json", "{\"respons\": {},\n \"request\": {\"methd\": \"GET\", \"url\": \"/a\", \"url\": \"/b\"}, \"response\": {}}"))
	assert.Empty(t, errs)
	assert.Equal(t, []string{
		"c.json:1:2: respons is no part of a case and was not read; did you mean response?",
		"c.json:2:14: request.methd is no part of a case and was not read; did you mean request.method?",
		"c.json:2:43: request.url stands twice; the last one counts",
	}, hints)
}

func TestWrongInput(t *testing.T) {
	for name, c := range map[string]struct{ in, want string }{
		"empty":            {"", "f:1:1: the input is empty"},
		"blank":            {" \n\t", "f:1:1: the input is empty"},
		"binary":           {"\x7fELF\x00\x01", "f:1:1: the input is binary, not text"},
		"zeros":            {strings.Repeat("\x00", 100000), "f:1:1: the input is binary, not text"},
		"cut off":          {"{\"request\": {\"method\": \"GET\"\n", "f:2:1: the JSON ends in the middle"},
		"cut off in text":  {`{"request": {"method": "GE`, "f:1:27: the JSON ends inside of a string"},
		"trailing comma":   {`{"response": {"status": 403,}}`, "f:1:29: a comma before the closing bracket"},
		"wrong type":       {"{\"request\":\n {\"method\": [\"GET\"]}}", "f:2:13: request.method must be a string"},
		"request a string": {`{"request": "GET"}`, "f:1:13: request must be an object"},
		"status a word":    {`{"response": {"status": "forbidden"}}`, "f:1:25: response.status must be a whole number"},
		"scopes an object": {`{"request": {}, "token": {"scopes": {}}}`, "f:1:37: token.scopes must be a list of strings"},
		"no time":          {`{"response": {}, "at": "yesterday"}`, "f:1:24: at must be a time"},
		"something behind": {`{"response": {"status": 403}} x`, "f:1:31: something stands behind the end of the JSON"},
		"too deep":         {`{"request": {"body": ` + strings.Repeat("[", 10000) + strings.Repeat("]", 10000) + `}}`, "f:1:532: nested more than 512 deep"},
		"no case":          {`{"foo": 1}`, "f:1:1: this JSON is neither a case nor an answer that why403 knows"},
	} {
		t.Run(name, func(t *testing.T) {
			cases, errs, _ := readAll(file("f", c.in), file("g", `{"response": 403}`))
			require.Len(t, errs, 1)
			assert.Equal(t, c.want, errs[0].Error())
			assert.IsType(t, &Error{}, errs[0])
			assert.Len(t, cases, 1, "the rest of the batch goes on")
		})
	}
}

func TestEncodings(t *testing.T) {
	const plain = `{"response": {"status": 403}, "notes": "Grüße 🙂"}`
	for name, in := range map[string]string{
		"BOM":               "\ufeff" + plain,
		"UTF-16 LE":         utf16Of(plain, false, true),
		"UTF-16 BE":         utf16Of(plain, true, true),
		"UTF-16 LE, no BOM": utf16Of(plain, false, false),
		"CRLF":              strings.ReplaceAll(plain, ": ", ":\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			c := readOne(t, file("c.json", in))
			assert.Equal(t, 403, c.Response.Status.Or(0))
			if name != "CRLF" {
				assert.Equal(t, "Grüße 🙂", c.Notes)
			}
		})
	}
}

func TestCaseWithOthers(t *testing.T) {
	c := readOne(t, file("f", `{"request": {"method": "PUT", "url": "/a"}, "response": {"status": 403},
 "others": [{"method": "PUT", "url": "https://x.example/b", "status": 200, "same_token": true}]}`))
	require.Len(t, c.Others, 1)
	assert.Equal(t, "/b", c.Others[0].URL.Path)
	assert.True(t, c.Others[0].SameToken)
	assert.Equal(t, diagnose.Location{Source: "f", Line: 2, Col: 13}, c.Others[0].At)
}

func TestPlacesOfSecrets(t *testing.T) {
	c := readOne(t, file("f", `{"request": {"method": "GET", "url": "/a", "headers": {"Authorization": "Bearer Zq81mPxu0LrT5vNw3KcYbD9sHf2JgAeR7tUo4iXl6"}},
 "response": {"status": 403, "headers": {"Set-Cookie": "sid=geheim7712345"}, "body": {"token": "Zq81mPxu0LrT5vNw3KcYbD9sHf2JgAeR7tUo4iXl6"}}}`))
	places := map[string][]diagnose.Location{}
	for _, r := range c.Redactions {
		places[r.Kind] = r.At
	}
	assert.Equal(t, map[string][]diagnose.Location{
		"bearer token": {{Source: "f", Line: 1, Col: 56}, {Source: "f", Line: 2, Col: 86}},
		"cookie":       {{Source: "f", Line: 2, Col: 42}},
	}, places)
}

func TestOffered(t *testing.T) {
	const page = `{"entities":[{"permissionMap":{"queue":[{"action":"view"},{"action":"edit"}],"skill":[{"action":"view"}]},"domain":"routing"},{"domain":"a"}],"pageCount":`
	c := readOne(t, file("f", `{"response":403,"offered":`+page+`1}}`))
	assert.Equal(t, []string{"routing:queue:view", "routing:queue:edit", "routing:skill:view"}, c.Offered.Or(nil))
	assert.Equal(t, []string{"a:b:c", "d:e:f"}, readOne(t, file("f", `{"response":403,"offered":"a:b:c d:e:f"}`)).Offered.Or(nil))
	c = readOne(t, file("f", `{"response":403,"offered":`+page+`3}}`))
	assert.Equal(t, "only one of 3 pages of the organisation's permissions was brought", c.Offered.Why())
	assert.True(t, readOne(t, file("f", page+`1}`)).Offered.Ok(), "the answer by itself")
}
