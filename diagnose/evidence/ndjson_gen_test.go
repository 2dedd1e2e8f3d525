package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// caseMaker is a stream of cases of about 2.4 KB each that is made while it is read.
// Every case has its own ids and moment; callers and what they lack repeat, as in
// the log of a service.
type caseMaker struct {
	cases int
	n     int
	buf   bytes.Buffer
}

func (m *caseMaker) Read(p []byte) (int, error) {
	for m.buf.Len() == 0 {
		if m.n == m.cases {
			return 0, io.EOF
		}
		m.one()
		m.n++
	}
	return m.buf.Read(p)
}

// madeUpSignature looks as random as one is.
func madeUpSignature(caller int) string {
	sum := sha256.Sum256([]byte{byte(caller)})
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

var refusals = []struct{ method, path, body, answer string }{
	{"PATCH", "/api/v2/conversations/calls/<id>/participants/<other>", `{"state":"disconnected"}`,
		`{"message":"Unable to perform the requested action. You must have at least one of the following permissions assigned: [conversation:call:record, conversation:communication:disconnect]","code":"missing.any.permissions","status":403,"messageWithParams":"Unable to perform the requested action. You must have at least one of the following permissions assigned: {permissions}","messageParams":{"permissions":"[conversation:call:record, conversation:communication:disconnect]"},"contextId":"<id>","details":[],"errors":[]}`},
	{"POST", "/api/v2/routing/queues", `{"name":"Support <id>","description":"made for a benchmark"}`,
		`{"message":"You are not authorized to perform the requested action.","code":"not.authorized","status":403,"messageParams":{},"contextId":"<other>","details":[],"errors":[]}`},
	{"GET", "/api/v2/users/<id>/queues?pageSize=25", ``,
		`{"message":"Unable to perform the requested action. The application is not authorized for the scope [users:readonly]","code":"app.not.authorized.for.scope","status":403,"messageParams":{"scopes":"[users:readonly]"},"contextId":"<other>","details":[],"errors":[]}`},
	{"PATCH", "/api/v2/conversations/conferences/<id>/participants", `{"participants":[{"participantId":"<other>","action":"disconnect"}]}`,
		`{"message":"Forbidden","code":"forbidden","status":403,"contextId":"<other>"}`},
}

func (m *caseMaker) one() {
	i := m.n
	r := refusals[i%len(refusals)]
	caller := i / 3 % 40
	id, other := fmt.Sprintf("%08x-1111-4222-8333-%012x", caller, i), fmt.Sprintf("%08x-5555-4666-8777-%012x", i%7, i)
	fill := strings.NewReplacer("<id>", id, "<other>", other)
	claims := fmt.Sprintf(`{"iss":"https://login.example.com","aud":"https://api.example.com","sub":"user-%04d","scope":"conversations:readonly users routing:readonly presence","roles":["Agent","Communicate - User"],"exp":1795500000,"iat":1795400000,"org":"00000000-1111-4222-8333-%012d"}`, caller, caller)
	token := "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".bWFkZS11cC1zaWduYXR1cmU" + madeUpSignature(caller)
	fmt.Fprintf(&m.buf, `{"request":{"method":%q,"url":"https://api.mypurecloud.com%s","headers":{"Authorization":"Bearer %s","Accept":"application/json","Accept-Language":"en-GB,en;q=0.9","Content-Type":"application/json","User-Agent":"PureCloud SDK/java 120.0.0 (Linux; made up for a benchmark)","Origin":"https://apps.mypurecloud.com","Referer":"https://apps.mypurecloud.com/directory/","X-Correlation-Id":%q}`,
		r.method, fill.Replace(r.path), token, id)
	if r.body != "" {
		fmt.Fprintf(&m.buf, `,"body":%s`, fill.Replace(r.body))
	}
	fmt.Fprintf(&m.buf, `},"response":{"status":403,"headers":{"Content-Type":"application/json","Date":"Mon, 23 Nov 2026 10:%02d:%02d GMT","ININ-Correlation-Id":%q,"Strict-Transport-Security":"max-age=600; includeSubDomains","Cache-Control":"no-cache, no-store, must-revalidate"},"body":%s}`,
		i/60%60, i%60, other, fill.Replace(r.answer))
	fmt.Fprintf(&m.buf, `,"user":{"roles":["Agent","Communicate - User","Quality Evaluator"],"permissions":["conversation:call:view","conversation:participant:wrapup","routing:queue:view","routing:queue:search","directory:user:view","presence:userPresence:view","analytics:conversationDetail:view","recording:recording:view","quality:evaluation:view","outbound:contact:view","telephony:plugin:all","webchat:deployment:read"],"divisions":["*"]},"notes":"record %d of a service's log, kept because the call was refused; nothing in here was ever a real secret"}`+"\n", i)
}
