package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Headers and body keys that carry the id by which the platform's support finds
// the request.
var (
	referenceHeaders = [...]string{"ININ-Correlation-Id", "X-GitHub-Request-Id", "x-ms-request-id", "request-id", "x-amzn-requestid", "x-amz-request-id",
		"x-okta-request-id", "sforce-request-id", "x-request-id", "x-correlation-id", "x-trackingid", "apigw-requestid", "cf-ray", "x-amz-cf-id", "x-azure-ref"}
	referenceKeys = [...][]string{{"contextId"}, {"correlationId"}, {"requestId"}, {"request_id"}, {"request-id"}, {"error", "innerError", "request-id"},
		{"error", "innerError", "requestId"}, {"correlation_id"}, {"trace_id"}, {"traceId"}, {"errorId"}, {"supportId"}}
)

// reference is the first id for support that the answer shows. Ids of the platform
// come before those of intermediaries.
func (s *answer) reference() string {
	for _, path := range referenceKeys {
		if id := s.json.at(path...).str(); id != "" {
			return id
		}
	}
	best, rank := "", len(referenceHeaders)
	for _, h := range s.resp.Headers {
		for i, name := range referenceHeaders[:rank] {
			if strings.EqualFold(h.Name, name) && h.Value != "" {
				best, rank = h.Value, i
				break
			}
		}
	}
	if best != "" {
		return best
	}
	if s.form == xmlForm {
		return element(s.text, "RequestId")
	}
	return s.quotedReference()
}

// quotedReference finds an id that tools put behind a message in parentheses:
// "… (1f0c…-…)".
func (s *answer) quotedReference() string {
	if s.form != textForm || !strings.HasSuffix(s.text, ")") {
		return ""
	}
	if i := strings.LastIndexByte(s.text, '('); i >= 0 && diagnose.IsUUID(s.text[i+1:len(s.text)-1]) {
		return s.text[i+1 : len(s.text)-1]
	}
	return ""
}
