package rules_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/rules"
)

// The first sentence and the fixes must fit the case, not only the cause.
func TestWordsFitTheCase(t *testing.T) {
	for name, tt := range map[string]struct {
		rule       diagnose.RuleID
		evidence   string
		says, does string // the summary, and the one fix
	}{
		"no credentials": {"header-named", `{"response": {"status": 401, "body": {"detail": "Authentication credentials were not provided."}}}`,
			"the server saw no credentials, or none in the form it reads", "Send the Authorization header with the scheme the API expects"},
		"a content type": {"header-named", `{"response": {"status": 415}}`,
			"the server cannot read the content type of the request",
			"Send the body in the form that the API reads, and name that form in Content-Type; look at the request as it left the machine"},
		"two proofs": {"header-named", `{"response": {"status": 400, "body": "<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>"}}`,
			"the call carries two proofs of who calls, and the storage takes one",
			"Fetch the signed URL without an Authorization header; where a redirect led to it, let the client drop the header"},
		"a method among several": {"method-wrong", `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/routing/queues/11111111-aaaa-4bbb-8ccc-000000000028"}, "response": {"status": 403}}`,
			"the path does not take PATCH; it takes GET, PUT and DELETE",
			"Use the method that does what is meant: GET (getRoutingQueue), PUT (putRoutingQueue) or DELETE (deleteRoutingQueue) on /api/v2/routing/queues/{queueId}"},
		"a division by its id": {"division-named", `{"response": {"status": 403, "body": {"code": "missing.permissions", "contextId": "1", "message": "You are missing the following permission(s): [routing:queue:edit:11111111-aaaa-4bbb-8ccc-000000000012]"}}}`,
			"the caller lacks routing:queue:edit in division 11111111-aaaa-4bbb-8ccc-000000000012", ""},
		"a signed address of a storage without session tokens": {"signed-url-expired", `{"request": {"method": "GET", "url": "https://storage.googleapis.com/acme/a.zip?X-Goog-Date=20260228T100000Z&X-Goog-Expires=600&X-Goog-Signature=REDACTED"},
 "response": {"status": 400, "body": "<Error><Code>ExpiredToken</Code><Message>Invalid argument.</Message></Error>"}}`,
			"the storage says that the signed address has run out", "Ask the API for a fresh address and use it at once; do not keep it"},
	} {
		t.Run(name, func(t *testing.T) {
			i := slices.IndexFunc(rules.All(), func(r *diagnose.Checker) bool { return r.ID == tt.rule })
			r := alone(t, rules.All()[i], tt.evidence)
			require.NotEmpty(t, r.Causes)
			assert.Equal(t, tt.says, r.Causes[0].Summary)
			if tt.does != "" {
				require.Len(t, r.Causes[0].Fixes, 1)
				assert.Equal(t, tt.does, r.Causes[0].Fixes[0].Do)
			}
		})
	}
}
