package evidence

import (
	"strconv"
	"strings"
	"time"
)

// containers are the lists that hold one call per element.
const containers = "executions results resourcespans scopespans spans instrumentationlibraryspans hits records events " +
	"logevents requests calls entries batches resourcelogs scopelogs logrecords data traces iterations " +
	"items interactions httpinteractions logs tests values value zones accounts firewalleventsadaptive httprequestsadaptive"

// jsonTexts are members whose text may be the JSON of a record or of an answer; messageTexts
// those that hold a message, errorTexts those of them that hold nothing but an error.
const (
	jsonTexts    = "message msg log textpayload event detail error errormessage exceptionmessage statusmessage cloudtrailevent"
	messageTexts = "message msg error err exceptionmessage detail stack reason errormessage exception statusmessage textpayload event " +
		"authorizererror faultname faultstring errordescription failurereason denyreason"
	errorTexts = "error err errormessage textpayload reason authorizererror faultname faultstring errordescription failurereason denyreason"
)

// plainKey strips a key of case and separators: "http.response.status_code" and
// "httpResponseStatusCode" are the same.
func plainKey(key string) string {
	plain := true
	for i := 0; i < len(key); i++ {
		if c := key[i]; c < 'a' || c > 'z' {
			plain = false
			break
		}
	}
	if plain {
		return key
	}
	b := make([]byte, 0, len(key))
	for i := 0; i < len(key); i++ {
		switch c := key[i]; {
		case c >= 'A' && c <= 'Z':
			b = append(b, c+'a'-'A')
		case c == '_' || c == '-' || c == '.' || c == ' ' || c == '@' || c == '$' || c == ':':
		default:
			b = append(b, c)
		}
	}
	return string(b)
}

// fieldNamed says what a key means, once its prefix is off; empty where it means nothing.
func fieldNamed(plain string) string {
	switch plain {
	case "method", "verb", "httpmethod", "csmethod", "httpverb", "httpmethodname":
		return "method"
	case "url", "uri", "fullurl", "urlfull", "href", "urleffective", "httpurl", "requesturl", "requesturi",
		"responseurl", "absoluteuri", "originalurl", "urloriginal", "rawurl", "endpoint", "fulluri":
		return "url"
	case "uripath", "requestpath", "path", "urlpath", "target", "pathname", "rawpath", "csuristem",
		"httptarget", "httppath":
		return "path"
	case "baseurl", "prefixurl", "basepath":
		return "base"
	case "query", "querystring", "search", "args", "urlquery", "rawquerystring", "csuriquery", "querystr":
		return "query"
	case "host", "authority", "httphost", "serveraddress", "netpeername", "domainname", "servername",
		"vhost", "serverhost", "cshost", "urldomain":
		return "host"
	case "serverport", "netpeerport":
		return "port"
	case "scheme", "httpscheme", "urlscheme", "protocol", "xforwardedproto":
		return "scheme"
	case "status", "statuscode", "httpcode", "httpstatus", "httpstatuscode", "elbstatuscode", "scstatus",
		"downstreamstatus", "httpresponsecode", "responsestatus", "resultcode":
		return "status"
	case "code":
		return "code"
	case "headers", "header", "httpheaders", "rawheaders", "headerlist", "multivalueheaders":
		return "headers"
	case "data", "body", "text", "content", "payload", "json", "postdata", "stream", "bodytext", "rawbody",
		"responsetext", "bodycontent", "bodystring", "dataraw":
		return "body"
	case "bodydata", "bodybase64", "contentbase64":
		return "base64"
	case "error":
		return "error"
	case "useragent", "httpuseragent", "ua", "useragentoriginal":
		return "header:User-Agent"
	case "httpreferer", "referrer":
		return "header:Referer"
	case "time", "timestamp", "date", "starttime", "startedat", "ts", "timelocal", "timeiso8601",
		"requesttime", "datetime", "startutc", "starteddatetime", "starttimeunixnano", "timelocal8601",
		"eventtime", "eventtimestamp", "edgestarttimestamp", "requestreceivedtimestamp":
		return "time"
	}
	return ""
}

// isCallField says whether a member names a part of a call itself, which a log shows side by
// side and a case shows in its request and its response.
func isCallField(key string) bool {
	switch fieldNamed(plainKey(key)) {
	case "method", "path", "status", "scheme":
		return true
	}
	return false
}

// roleOf names the objects that hold one side of a call.
func roleOf(plain string) role {
	switch plain {
	case "request", "req", "config", "options", "requestoptions", "originalrequest", "lastrequest", "preparedrequest", "requestconfig", "clientrequest", "requestinit", "inputs":
		return ofRequest
	case "outputs", "response", "res", "resp", "httpresponse", "lastresponse", "rawresponse":
		return ofResponse
	}
	return neither
}

// fieldOf says what a key means inside an object of the given role: which field,
// and of which side of the call.
func fieldOf(key string, in role) (string, role) {
	key, _, _ = strings.Cut(key, " (") // Firefox: "Response Headers (512 B)"
	if name, ok := headerKey(key); ok {
		if strings.Contains(key, "response") {
			return "header:" + name, ofResponse
		}
		return "header:" + name, ofRequest
	}
	plain := plainKey(key)
	if who := roleOf(plain); who != neither {
		return "", who
	}
	if f := fieldNamed(plain); f != "" && plain != "responsetext" && plain != "responsestatus" {
		return f, in
	}
	for _, p := range [...]struct {
		prefix string
		who    role
	}{{"clientrequest", ofRequest}, {"edgeresponse", ofResponse}, {"httprequest", ofRequest}, {"httpresponse", ofResponse}, {"request", ofRequest}, {"response", ofResponse}, {"req", ofRequest},
		{"resp", ofResponse}, {"res", ofResponse}, {"http", in}, {"upstream", neither}, {"err", in}} {
		rest, ok := strings.CutPrefix(plain, p.prefix)
		if !ok {
			continue
		}
		if p.prefix == "upstream" {
			return "", in
		}
		if f := fieldNamed(rest); f != "" && (f != "host" || p.who == ofRequest) && f != "time" {
			if f == "code" {
				f = "status"
			}
			return f, p.who
		}
	}
	return "", in
}

// headerKey reads the attribute names that OpenTelemetry gives to headers.
func headerKey(key string) (string, bool) {
	for _, prefix := range []string{"http.request.header.", "http.response.header.", "request_header_", "response_header_", "http.request.headers.", "http.response.headers."} {
		if name, ok := strings.CutPrefix(key, prefix); ok {
			return strings.ReplaceAll(name, "_", "-"), true
		}
	}
	return "", false
}

// statusIn reads the status that an error body repeats.
func statusIn(body string) *int {
	v, ok := parseLiteral(body, 0)
	if !ok || v.kind != objectValue {
		return nil
	}
	if inner := v.get("error"); inner != nil && inner.kind == objectValue && v.get("status", "statusCode", "code") == nil {
		v = inner
	}
	s := v.get("status", "statusCode", "status_code", "code")
	if s == nil {
		return nil
	}
	n, ok := statusCode(s.text)
	if !ok || len(s.text) != 3 || n < 300 && isErrorBody(v) { // Meta's own code 200
		return nil
	}
	return &n
}

// samePath says whether an address may be the same as another one, which is
// perhaps shorter or empty.
func samePath(a, b string) bool {
	return b == "" || strings.Contains(a, strings.TrimRight(b, "/")) || strings.Contains(b, a)
}

// moment turns a time as logs write it into RFC 3339; empty where it is none.
func moment(s string) string {
	if len(s) >= 19 && s[4] == '-' && (s[10] == 'T' || s[10] == ' ') {
		return strings.Replace(s, " ", "T", 1)
	}
	if t, err := time.Parse("02/Jan/2006:15:04:05 -0700", s); err == nil {
		return t.Format(time.RFC3339)
	}
	if n, err := strconv.ParseFloat(s, 64); err == nil && n > 1e9 {
		for n > 1e11 { // milliseconds, micro- or nanoseconds
			n /= 1000
		}
		return time.Unix(int64(n), 0).UTC().Format(time.RFC3339)
	}
	return ""
}
