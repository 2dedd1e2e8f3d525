package refusal_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/refusal"
)

// The code is found where tools write it, and nothing else is taken for one.
func TestQuotedCode(t *testing.T) {
	for text, code := range map[string]string{
		"Forbidden.\nErrorCode: AuthorizationFailure":              "AuthorizationFailure",
		`Status=403 Code="RequestDisallowedByPolicy" Message="x"`:  "RequestDisallowedByPolicy",
		"ERROR: (LinkedAuthorizationFailed) The client may not":    "LinkedAuthorizationFailed",
		"Authentication error [code: 10000]":                       "10000",
		"Request failed with status code: 403":                     "",
		"code: forbidden for you":                                  "",
		"AxiosError: failed with 403\n  code: 'ERR_BAD_REQUEST',":  "",
		"GET https://app.example.com/callback?code=Ab12_Cd34 : no": "",
	} {
		r := refusal.Listen(nil, &diagnose.Response{Status: diagnose.Know(403, diagnose.Location{}), Body: diagnose.Know(diagnose.Body{Text: text}, diagnose.Location{})})
		assert.Equal(t, code, r.Code.Or(""), text)
	}
}
