package redact

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestConceal(t *testing.T) {
	const a, b = "8e51b8a2-1111-4c0d-9a51-c0ffee000001", "8E51B8A2-1111-4C0D-9A51-C0FFEE000002"
	for in, want := range map[string]string{
		"/api/v2/users/" + a: "/api/v2/users/⟨user-1⟩",
		"/api/v2/conversations/calls/" + a + "/participants/" + b:               "/api/v2/conversations/calls/⟨conversation-1⟩/participants/⟨participant-1⟩",
		`{"division":{"id":"` + a + `"},"queueId":"` + b + `"}`:                 `{"division":{"id":"⟨division-1⟩"},"queueId":"⟨queue-1⟩"}`,
		`{"participants":[{"x":1},{"id":"` + a + `"}]}`:                         `{"participants":[{"x":1},{"id":"⟨participant-1⟩"}]}`,
		`"{\"organization\":{\"name\":\"x\",\"id\":\"` + a + `\"}}"`:            `"{\"organization\":{\"name\":\"x\",\"id\":\"⟨org-1⟩\"}}"`,
		a + " and " + b + ", again " + a:                                        "⟨id-1⟩ and ⟨id-2⟩, again ⟨id-1⟩",
		"recording " + a + "_left.wav":                                          "recording ⟨id-1⟩_left.wav",
		"user " + b + " and the same user 8e51b8a2-1111-4c0d-9a51-c0ffee000002": "user ⟨user-1⟩ and the same user ⟨user-1⟩",
		`{"userId":"auth0|5f7c8ec7c33c"}`:                                       `{"userId":"⟨user-name-1⟩"}`,
		"ININ-Correlation-Id: " + a:                                             "ININ-Correlation-Id: " + a,
		`{"contextId":"` + a + `"}`:                                             `{"contextId":"` + a + `"}`,
		"conversation:communication:disconnect admin client_id=web":             "conversation:communication:disconnect admin client_id=web",
		"userId: aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa, nobody's":                "userId: aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa, nobody's",
		"sha256:8e51b8a21111 8e51b8a2-1111-4c0d-9a51-c0ffee00000":               "sha256:8e51b8a21111 8e51b8a2-1111-4c0d-9a51-c0ffee00000",
	} {
		assert.Equal(t, want, New().Hide(Identifiers).Conceal(in), in)
		assert.Equal(t, in, New().Conceal(in))
	}
}

func TestOwnDomain(t *testing.T) {
	for host, want := range map[string]string{
		"api.acme.de": "acme.de", "a.b.acme.co.uk": "acme.co.uk", "api.mypurecloud.de": "", "api.mypurecloud.fr": "", "acme.auth0.com": "", "127.0.0.1": "", "10.0.0.7": "", "203.0.113.9": "203.0.113.9",
		"localhost": "", "host-1.invalid": "", "": "", "api.github.com": "",
	} {
		assert.Equal(t, want, ownDomain(host), host)
	}
}
