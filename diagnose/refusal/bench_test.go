package refusal_test

import (
	"testing"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/refusal"
)

var kept *diagnose.Refusal

func BenchmarkListen(b *testing.B) {
	for _, bm := range []struct{ name, body string }{
		{"genesys", `{"message":"Unable to perform the requested action. You must have at least one of the following permissions assigned: [routing:queue:view, routing:queue:edit]","code":"missing.any.permissions","status":403,"messageWithParams":"Unable to perform the requested action. You must have at least one of the following permissions assigned: {permissions}","messageParams":{"permissions":"[routing:queue:view, routing:queue:edit]"},"contextId":"00000000-0000-4000-8000-0000000000aa","details":[],"errors":[]}`},
		{"google", `{"error":{"code":403,"message":"Request had insufficient authentication scopes.","errors":[{"message":"Insufficient Permission","domain":"global","reason":"insufficientPermissions"}],"status":"PERMISSION_DENIED","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"ACCESS_TOKEN_SCOPE_INSUFFICIENT","metadata":{"service":"x.googleapis.com","method":"x.v1.List"}}]}}`},
		{"unknown", `{"timestamp":"2026-01-01T00:00:00Z","path":"/v1/things","error":"Forbidden","message":"The caller is lacking what it takes to do this thing here","trace":"0123456789"}`},
		{"page", `<html><head><title>403 Forbidden</title></head><body><center><h1>403 Forbidden</h1></center><hr><center>nginx/1.22.1</center></body></html>`},
	} {
		b.Run(bm.name, func(b *testing.B) {
			q := &diagnose.Request{Method: diagnose.Know("GET", diagnose.Location{}), URL: diagnose.Know(diagnose.URL{Scheme: "https", Host: "api.example.com", Path: "/v1/things"}, diagnose.Location{})}
			a := &diagnose.Response{Status: diagnose.Know(403, diagnose.Location{}), Body: diagnose.Know(diagnose.Body{Text: bm.body}, diagnose.Location{}), HeadersShown: true}
			for _, name := range []string{"Content-Type", "Content-Length", "Date", "Server", "Cache-Control", "Strict-Transport-Security", "Connection", "X-Request-Id", "Pragma", "Vary"} {
				a.Headers = append(a.Headers, diagnose.Header{Name: name, Value: "a value of some length"})
			}
			b.ReportAllocs()
			for b.Loop() {
				kept = refusal.Listen(q, a)
			}
		})
	}
}
