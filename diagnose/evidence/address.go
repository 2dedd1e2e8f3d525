package evidence

import (
	"net/url"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/redact"
)

// parseAddress takes a request address apart, as people write it: absolute, without
// scheme, a path alone, with a variable in place of the host. It keeps what it cannot
// judge, since a wrong address is itself a cause.
func parseAddress(v string, red *redact.Redactor) diagnose.URL {
	v = strings.Trim(strings.TrimSpace(v), `"'<>`+"`")
	v, _, _ = strings.Cut(v, "#")
	v, query, _ := strings.Cut(v, "?")
	u := diagnose.URL{Query: red.Query(query)}
	scheme, rest, ok := strings.Cut(v, "://")
	if ok && !strings.ContainsAny(scheme, "/.") {
		u.Scheme = strings.ToLower(scheme)
		if variable(scheme) {
			u.Scheme = ""
		}
		v = rest
	} else if v = strings.TrimPrefix(v, "//"); strings.HasPrefix(v, "/") || !hostFirst(v) {
		u.Path = red.Text(v)
		return u
	}
	host, path := v, ""
	if slash := strings.IndexByte(v, '/'); slash >= 0 {
		host, path = v[:slash], v[slash:]
	}
	u.Path = red.Text(path)
	if at := strings.LastIndexByte(host, '@'); at >= 0 {
		if _, password, ok := strings.Cut(host[:at], ":"); ok && password != "" {
			red.Secret(redact.Password, password)
		}
		host = host[at+1:]
	}
	u.Host, u.Port = hostPort(red.Text(host))
	return u
}

// hostFirst says that an address without scheme begins with a host and not with a
// path: with a name that has a dot, a variable, or "localhost".
func hostFirst(v string) bool {
	first, _, slash := strings.Cut(v, "/")
	name, port, _ := strings.Cut(first, ":")
	return variable(first) || name == "localhost" || strings.Contains(name, ".") && (slash || port != "" || !strings.ContainsAny(name, " "))
}

// variable says that a text holds a variable that was not filled in.
func variable(v string) bool { return strings.ContainsAny(v, "{}$<") }

// hostPort takes host and port apart; a variable is no host.
func hostPort(v string) (host, port string) {
	if variable(v) {
		return "", ""
	}
	host = v
	if colon := strings.LastIndexByte(v, ':'); colon >= 0 && !strings.HasSuffix(v, "]") {
		host, port = v[:colon], v[colon+1:]
	}
	return strings.ToLower(strings.TrimSuffix(host, ".")), port
}

// tokenInQuery finds an access token in the query of an address.
func tokenInQuery(address string) (token string, ok bool) {
	_, query, _ := strings.Cut(address, "?")
	if !strings.Contains(query, "token=") {
		return "", false
	}
	for pair := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		switch strings.ToLower(name) {
		case "access_token", "token", "bearer_token", "oauth_token", "auth_token":
			if plain, err := url.QueryUnescape(value); err == nil && value != "" {
				return plain, true
			}
		}
	}
	return "", false
}
