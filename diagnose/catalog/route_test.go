package catalog

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// address takes a URL of a test apart; without a scheme it is only a path.
func address(s string) diagnose.URL {
	var u diagnose.URL
	if scheme, rest, ok := strings.Cut(s, "://"); ok {
		u.Scheme = scheme
		u.Host, s, _ = strings.Cut(rest, "/")
		u.Host, u.Port, _ = strings.Cut(u.Host, ":")
		s = "/" + s
	}
	u.Path, u.Query, _ = strings.Cut(s, "?")
	return u
}

const api = "https://api.mypurecloud.com"

func TestRoute(t *testing.T) {
	const (
		unknown = diagnose.RouteUnknown
		found   = diagnose.RouteFound
		other   = diagnose.RouteOtherMethod
		none    = diagnose.RouteNoSuchPath
	)
	for _, test := range []struct {
		call     string
		kind     diagnose.RouteKind
		id       string // of the operation, or of the nearest one
		repaired string
	}{
		// As it stands.
		{"GET " + api + "/api/v2/users/me?expand=authorization", found, "getUsersMe", ""},
		{"get " + api + "/api/v2/users/USER_ID", found, "getUser", ""},
		{"GET " + api + "/api/v2/users/{id}", found, "getUser", ""},
		{"GET " + api + "/api/v2/users/:userId", found, "getUser", ""},
		{"GET /api/v2/users/me", found, "getUsersMe", ""},
		{"GET wss://api.mypurecloud.com/api/v2/users/me", found, "getUsersMe", ""},
		{"GET http://127.0.0.1:8080/api/v2/users/me", found, "getUsersMe", ""},
		{"GET https://apps.mypurecloud.de/platform/api/v2/users/me", found, "getUsersMe", ""},
		{"HEAD " + api + "/api/v2/users/me", found, "getUsersMe", ""},
		// Slips that are mended.
		{"GET " + api + "/api/v2/users/me/", found, "getUsersMe", "a slash stands at the end"},
		{"GET " + api + "/api/v2//users/me", found, "getUsersMe", "a slash is doubled"},
		{"GET " + api + "/api/v2/users/users%2fme", found, "getUser", ""}, // an encoded slash parts nothing
		{"GET " + api + "/api/v2/us%65rs/me", found, "getUsersMe", ""},
		{"GET " + api + "/users/me", found, "getUsersMe", "the prefix /api/v2 is missing"},
		{"GET " + api + "/v2/users/me", found, "getUsersMe", "of the prefix /api/v2 only /v2 is there"},
		{"GET " + api + "/api/v2/api/v2/users/me/", found, "getUsersMe", "a slash stands at the end; the prefix /api/v2 is doubled"},
		{"GET https://gw.example.com/cloud/api/v2/users/me", found, "getUsersMe", "the path stands behind /cloud"},
		{"GET " + api + "/api/v2/Users/Me", found, "getUsersMe", "upper and lower case differ from the template"},
		{"PATCH /conversations/calls/1/participants/2", found, "patchConversationsCallParticipant", "the prefix /api/v2 is missing"},
		{" " + api + "/api/v2/users/me", found, "getUsersMe", "no method was shown, and the path has only GET"},
		// Known path, other method.
		{"POST " + api + "/api/v2/users/me", other, "getUsersMe", ""},
		{"DELETE " + api + "/api/v2/authorization/divisions/home", other, "deleteAuthorizationDivision", ""},
		{"BREW " + api + "/api/v2/users/me", other, "getUsersMe", ""},
		{" " + api + "/api/v2/users/U1", unknown, "getUser", ""},
		{"OPTIONS " + api + "/api/v2/users/me", unknown, "getUsersMe", ""},
		// No such path.
		{"POST " + api + "/api/v2/conversations/cobrowse", none, "postConversationCobrowse", ""},
		{"POST " + api + "/api/v2/data/actions/ACTION_ID/execute", none, "postIntegrationsActionExecute", ""},
		{"GET wss://api.mypurecloud.com/api/v2/notification/events", none, "getNotificationsChannels", ""},
		{"GET " + api + "/api/v2/user/me", none, "getUsersMe", ""},
		{"GET " + api + "/api/v2/anaytics/conversations/details", none, "getAnalyticsConversationsDetails", ""},
		{"PATCH /api/v2/conversations/conference/1/participants", none, "patchConversationConferenceParticipants", ""},
		{"PATCH /api/v2/conversations/voice/1/participants/2", none, "patchConversationsCallParticipant", ""},
		{"GET https://api.genesys.cloud/api/v2/nothing", none, "", ""},
		// Not ours to judge.
		{"GET /api/v2/nothing/here", unknown, "", ""},
		{"GET /users/me", unknown, "", ""},
		{"GET https://gw.example.com/users/me", unknown, "", ""},
		{"GET https://gw.example.com/api/v2/nothing", unknown, "", ""},
		{"GET https://api.github.com/api/v2/users/me", unknown, "", ""},
		{"GET https://example.zendesk.com/api/v2/users/me", unknown, "", ""},
		{"GET https://tenant.eu.auth0.com/api/v2/users/1", unknown, "", ""},
		{"POST https://login.mypurecloud.com/oauth/token", unknown, "", ""},
		{"POST " + api + "/oauth/token", unknown, "", ""},
		{"GET " + api, unknown, "", ""},
		{"GET nonsense", unknown, "", ""},
		// Shortened, or no more than a base address.
		{"GET " + api + "/api/v2/…/participants", unknown, "", ""},
		{"GET " + api + "/api/v2/conversations/.../what", unknown, "", ""},
		{"GET " + api + "/api/v2/", unknown, "", ""},
	} {
		method, url, _ := strings.Cut(test.call, " ")
		r := Builtin().Route(method, address(url))
		assert.Equal(t, test.kind, r.Kind, test.call)
		assert.Equal(t, test.repaired, r.Repaired, test.call)
		id := ""
		if r.Operation != nil {
			id = r.Operation.ID
		} else if len(r.Nearest) > 0 {
			id = r.Nearest[0].ID
		}
		if test.id != "" || test.kind == unknown {
			assert.Equal(t, test.id, id, test.call)
		}
	}
}

func TestParametersAreDecoded(t *testing.T) {
	r := Builtin().Route("GET", address(api+"/api/v2/users/a%2Fb%20c"))
	require.Equal(t, diagnose.RouteFound, r.Kind)
	assert.Equal(t, map[string]string{"userId": "a/b c"}, r.Params)
}

func TestHosts(t *testing.T) {
	for host, want := range map[string][3]string{
		"api.mypurecloud.com":          {"api", "us_east_1", ""},
		"API.USW2.pure.cloud.":         {"api", "us_west_2", ""},
		"login.mypurecloud.ie":         {"login", "eu_west_1", "api"},
		"apps.euw2.pure.cloud":         {"apps", "eu_west_2", "api"},
		"api.edee1.eusc-pure.cloud":    {"api", "eusc_de_east_1", ""},
		"streaming.mypurecloud.com":    {"", "us_east_1", ""},
		"mypurecloud.com":              {"invented", "us_east_1", ""},
		"api.mypurecloud.fr":           {"invented", "", ""},
		"api.purecloud.com":            {"invented", "", ""},
		"api.genesys.cloud":            {"invented", "", ""},
		"api.genesyscloud.com":         {"invented", "", ""},
		"api.usw1.pure.cloud":          {"invented", "", ""},
		"api-euw2.pure.cloud":          {"invented", "", ""},
		"login.genesys.cloud":          {"invented", "", ""},
		"api.mypurecluod.com":          {"invented", "", ""},
		"developer.genesys.cloud":      {"", "", "api"},
		"help.mypurecloud.com":         {"", "us_east_1", "api"},
		"help.mypurecloud.example.com": {"", "", ""},
		"api.example.com":              {"", "", ""},
		"localhost":                    {"", "", ""},
		"":                             {"", "", ""},
	} {
		r := Builtin().Route("GET", diagnose.URL{Host: host, Path: "/api/v2/users/me"})
		assert.Equal(t, want, [3]string{string(r.Host), r.Region, string(r.Belongs)}, host)
		assert.Equal(t, diagnose.RouteFound, r.Kind, host)
	}
	r := Builtin().Route("POST", address(api+"/oauth/token"))
	assert.Equal(t, diagnose.HostLogin, r.Belongs)
}

func FuzzRoute(f *testing.F) {
	for _, call := range callsToFind {
		f.Add(call[0], "api.mypurecloud.com", call[1])
	}
	f.Add("PATCH", "", "//api/v2/%%/{x}/..")
	f.Add("GET", "api.", "/api/v2/api/v2//")
	c := Builtin()
	f.Fuzz(func(t *testing.T, method, host, path string) {
		r := c.Route(method, diagnose.URL{Host: host, Path: path})
		switch r.Kind {
		case diagnose.RouteFound:
			require.NotNil(t, r.Operation)
			if r.Repaired == "" && method == r.Operation.Method {
				assert.True(t, matches(r.Operation.Path, decoded(path)) || strings.HasSuffix(path, "/platform"+r.Operation.Path) || strings.Contains(path, "/platform/"), "%q as %s", path, r.Operation.Path)
			}
		case diagnose.RouteOtherMethod:
			assert.NotEmpty(t, r.Methods)
			assert.NotContains(t, r.Methods, method)
		}
	})
}
