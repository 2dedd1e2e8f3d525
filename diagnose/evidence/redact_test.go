package evidence

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// facts403 is what a diagnosis is made of.
type facts403 struct {
	method, path, contentType, code string
	status                          int
	kind                            diagnose.TokenKind
	scheme                          string
	scopes                          []string
}

func factsOf(c diagnose.Case) facts403 {
	var f facts403
	if c.Request != nil {
		h, _ := c.Request.Header("Content-Type")
		f.method, f.path, f.contentType = c.Request.Method.Or(""), c.Request.URL.Or(diagnose.URL{}).Path, h.Value
	}
	if c.Response != nil {
		f.status = c.Response.Status.Or(0)
		var body struct{ Code string }
		_ = json.Unmarshal([]byte(c.Response.Body.Or(diagnose.Body{}).Text), &body)
		f.code = body.Code
	}
	if c.Token != nil {
		f.kind, f.scheme, f.scopes = c.Token.Kind.Or(""), c.Token.Scheme.Or("?"), c.Token.Scopes.Or(nil)
	}
	return f
}

func TestRedactReadsBack(t *testing.T) {
	jwt := jwtOf(`{"scope":"conversations:readonly","email":"jane@example.test","exp":1900000000}`)
	const opaque = "Zq81mPxu0LrT5vNw3KcYbD9sHf2JgAeR7tUo4iXl6-_Q"
	trace := "== Info: Connected\n=> Send header, 80 bytes (0x50)\n0000: PATCH /api/v2/users/1 HTTP/1.1\n0020: Host: api.example.com\n0040: Authorization: Bearer " + opaque[:20] + "\n0080: " + opaque[20:] +
		"\n00b0: \n<= Recv header, 24 bytes (0x18)\n0000: HTTP/1.1 403 Forbidden\n<= Recv header, 2 bytes (0x2)\n0000: \n<= Recv data, 15 bytes (0xf)\n0000: {\"code\":\"none\"}\n"
	for name, in := range map[string]string{
		"case": `{"request":{"method":"PATCH","url":"https://api.example.com/api/v2/users/1?access_token=` + opaque + `","headers":{"Content-Type":"application/json","Cookie":"sid=geheim7712345"},
			"body":{"password":"geheim77","x":1}},"response":{"status":403,"body":{"code":"missing.any.permissions"}},"token":{"raw":"` + jwt + `"},"notes":"ask jane@example.test"}`,
		"curl":       "curl -X PATCH https://api.example.com/api/v2/users/1 -H 'Content-Type: application/json' -H 'Authorization: Bearer " + jwt + "' -b 'sid=geheim7712345' -d '{\"password\":\"geheim77\"}'",
		"transcript": "> PATCH /api/v2/users/1 HTTP/1.1\n> Host: api.example.com\n> Authorization: Bearer " + opaque + "\n>\n< HTTP/1.1 403 Forbidden\n< Set-Cookie: sid=geheim7712345; Path=/\n< Content-Type: application/json\n<\n{\"code\":\"missing.any.permissions\"}\n",
		"HAR": `{"log":{"version":"1.2","creator":{"name":"x"},"entries":[{"request":{"method":"PATCH","url":"https://api.example.com/api/v2/users/1","headers":[{"name":"Authorization","value":"Bearer ` + jwt +
			`"},{"name":"Cookie","value":"sid=geheim7712345"}],"postData":{"mimeType":"application/json","text":"{\"password\":\"geheim77\"}"}},"response":{"status":403,"headers":[],"content":{"text":"{\"code\":\"not.authorized\"}"}}}]}}`,
		"HAR in Base64 with a byte order mark": "\ufeff{\n" + `"log":{"version":"1.2","creator":{"name":"x"},"entries":[{"request":{"method":"PATCH","url":"https://api.example.com/api/v2/users/1","headers":[{"name":"Authorization","value":"Bearer ` + opaque +
			`"}]},"response":{"status":403,"headers":[],"content":{"text":"` + base64.StdEncoding.EncodeToString([]byte(`{"message":"You may not do this, not even on Sundays.","code":"not.authorized"}`)) + `","encoding":"base64"}}}]}}`,
		"Internet Explorer's XML": `<?xml version="1.0"?><log><entries><entry><request><method>PATCH</method><url>https://api.example.com/api/v2/users/1</url><cookies><cookie><name>sid</name><value>geheim7712345</value></cookie></cookies>` +
			`<headers><header><name>Authorization</name><value>Bearer ` + opaque + `</value></header></headers></request><response><status>403</status><content><text>{&quot;code&quot;:&quot;not.authorized&quot;}</text></content></response></entry></entries></log>`,
		"Burp's items": `<items burpVersion="2026.9"><item><url><![CDATA[https://api.example.com/api/v2/users/1]]></url><request base64="true"><![CDATA[` +
			base64.StdEncoding.EncodeToString([]byte("PATCH /api/v2/users/1 HTTP/1.1\r\nHost: api.example.com\r\nAuthorization: Bearer "+opaque+"\r\n\r\n")) + `]]></request><response base64="true"><![CDATA[` +
			base64.StdEncoding.EncodeToString([]byte("HTTP/1.1 403 Forbidden\r\n\r\n"+`{"code":"not.authorized"}`)) + `]]></response></item></items>`,
		"trace":    trace,
		"body":     `{"code":"missing.any.permissions","message":"no","access_token":"` + opaque + `"}`,
		"basic":    "> GET /a HTTP/1.1\n> Host: x.example\n> Authorization: Basic bWU6Z2VoZWltNzc=\n>\n< HTTP/1.1 403 Forbidden\n<\n",
		"no token": "> GET /a HTTP/1.1\n> Host: x.example\n>\n< HTTP/1.1 403 Forbidden\n<\n",
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			list, err := Redact(file("f", in), &out, Options{})
			require.NoError(t, err)
			for _, secret := range []string{"geheim77", opaque, "bWFkZS11cC1zaWduYXR1cmU", "jane@example.test", "bWU6Z2VoZWltNzc"} {
				assert.False(t, holdsPiece(out.String(), secret), secret)
			}
			assert.Equal(t, name != "no token", len(list) > 0)
			before, after := readOne(t, file("f", in)), readOne(t, file("f", out.String()))
			assert.Equal(t, factsOf(before), factsOf(after))
			var again bytes.Buffer
			_, err = Redact(file("f", out.String()), &again, Options{})
			require.NoError(t, err)
			assert.Equal(t, out.String(), again.String(), "what is clean stays as it is")
		})
	}
}

func TestRedactTakesBytesOutOfTheirColumns(t *testing.T) {
	a, err := txtar.ParseFile("../../testdata/evidence/reactor-netty-hex.txtar")
	require.NoError(t, err)
	var out bytes.Buffer
	_, err = Redact(file("f", string(a.Files[0].Data)), &out, Options{})
	require.NoError(t, err)
	assert.NotContains(t, out.String(), "|00000000|")
	assert.NotContains(t, out.String(), "opaque-test-token-1")
	before, after := readOne(t, file("f", string(a.Files[0].Data))), readOne(t, file("f", out.String()))
	assert.Equal(t, factsOf(before), factsOf(after))
}

func TestRedactBadInput(t *testing.T) {
	for _, in := range []string{"", "\x00\x01\x02"} {
		_, err := Redact(file("f", in), &bytes.Buffer{}, Options{})
		assert.IsType(t, &Error{}, err)
	}
}

func TestCaseSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(CaseSchema()))
	require.NoError(t, err)
	c := jsonschema.NewCompiler()
	require.NoError(t, c.AddResource("case.json", doc))
	schema, err := c.Compile("case.json")
	require.NoError(t, err)
	for in, valid := range map[string]bool{
		`{}`: true, `{"response":403}`: true, `{"response":{"status":403,"body":"x"}}`: true, `{"response":{"status":"403","body":[1]}}`: true,
		`{"request":{"method":"GET","url":"/x","headers":{"a":"b","c":["d","e"]},"body":{}},"token":"x","client":{"grant":"pkce"},"user":{"roles":["a"]},"resource":{},"at":"2026-11-23T10:00:00Z","notes":"n"}`: true,
		`{"token":{"scopes":["a"],"kind":"opaque"}}`: true, `{"user":{"id":"1","authorization":{"roles":[]}}}`: true,
		`{"request":"GET"}`: false, `{"response":{"status":"forbidden"}}`: false, `{"token":{"scopes":{}}}`: false, `[]`: false, `{"notes":[]}`: false,
	} {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(in))
		require.NoError(t, err)
		assert.Equal(t, valid, schema.Validate(v) == nil, in)
		if in != "[]" && in != `{"user":{"id":"1","authorization":{"roles":[]}}}` {
			_, errs, _ := readAll(file("f", in))
			assert.Equal(t, valid, len(errs) == 0, "%s: the reader agrees with the schema: %v", in, errs)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{
		`{"request":{"method":"PATCH","url":"/x","headers":{"a":["b"]},"body":{"n":1e5}},"response":{"status":403,"body":"\u00e9\n"},"token":{"raw":"§"}}`,
		`{"user":{"grants":[{"role":{"policies":[{"domain":"a","actions":["b"]}]}}]},"client":{"roleDivisions":[{}]},"at":"2026-11-23"}`,
		`{"authorizedScope":["a"],"OAuthClient":{}}`, `{"active":true,"scope":"a"}`, `{"message":"x","token":"§"}`, "curl -H 'Authorization: Bearer §' x", "[", "\xff\xfe{\x00}\x00",
	} {
		f.Add(s)
	}
	const canary = "Zq81mPxu0LrT5vNw3KcYbD9sHf2JgAeR7tUo4iXl6-_Q"
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ReplaceAll(s, "§", canary)
		cases, errs, hints := readAll(file("f", s), flag(Token, "--token", canary))
		for _, err := range errs {
			e, ok := err.(*Error)
			if !ok || e.At.Source == "" || e.Problem == "" {
				t.Errorf("an error without a place: %v", err)
			}
			if holdsPiece(err.Error()+e.Hint, canary) {
				t.Errorf("the token came out in %v", err)
			}
		}
		for i := range cases {
			if l := leaks(&cases[i], canary); len(l) > 0 {
				t.Errorf("the token came out: %q", l)
			}
		}
		for _, h := range hints {
			if holdsPiece(h, canary) {
				t.Errorf("the token came out in a hint: %q", h)
			}
		}
	})
}

func BenchmarkReadCase(b *testing.B) {
	in := `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/conferences/8e51b8a2-1111-4c0d-9a51-c0ffee000001/participants",
 "headers": {"Authorization": "Bearer ` + jwtOf(`{"scope":"conversations:readonly users:readonly","exp":1900000000,"aud":"https://api.mypurecloud.com","iss":"https://login.mypurecloud.com","sub":"8e51b8a2"}`) + `", "Content-Type": "application/json"},
 "body": {"participants": [{"participantId": "8e51b8a2-1111-4c0d-9a51-c0ffee000002", "action": "disconnect"}]}},
 "response": {"status": 403, "headers": {"Date": "Mon, 23 Nov 2026 10:00:00 GMT", "Content-Type": "application/json"},
 "body": {"message": "Unable to perform the requested action. You must have at least one of the following permissions assigned: [conversation:communication:disconnect]", "code": "missing.any.permissions", "status": 403, "contextId": "7efe483e-c612-4be9-aa9f-edddf1dad44e", "details": [], "errors": []}},
 "user": {"roles": ["Agent", "employee"], "permissions": ["` + strings.Repeat(`conversation:call:view", "`, 20) + `a:b:c"], "divisions": ["8e51b8a2-1111-4c0d-9a51-c0ffee000003"]},
 "client": {"grant": "authorization_code"}, "notes": "` + strings.Repeat("it worked yesterday and reading still works ", 8) + `"}`
	build := newBuilder(&Options{Redactor: redact.New()})
	b.SetBytes(int64(len(in)))
	b.ReportAllocs()
	for b.Loop() {
		r, err := readCase(newText("case.json", []byte(in), position{line: 1, col: 1}), nil)
		if err != nil {
			b.Fatal(err)
		}
		c := build.build(&r)
		_ = c.Name
	}
}
