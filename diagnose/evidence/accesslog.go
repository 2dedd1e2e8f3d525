package evidence

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// readAccessLog reads the access logs that servers write as lines of text:
// common and combined format, AWS load balancers, W3C extended, Squid's own.
func readAccessLog(text string, at func(int) diagnose.Location) ([]raw, error) {
	var rs []raw
	var columns []string
	var reasons reasons
	for _, l := range lines(text) {
		if names, ok := strings.CutPrefix(l.text, "#Fields: "); ok {
			columns = strings.Fields(names)
			continue
		}
		if r, ok := accessLine(l, columns, at); ok {
			reasons.give(&r)
			rs = append(rs, r)
		} else if r, ok := errorLine(l, at); ok {
			reasons.take(r, rs)
		}
	}
	return rs, nil
}

// isAccessLog recognises an access log by one of its first lines.
func isAccessLog(text string) bool {
	nowhere := func(int) diagnose.Location { return diagnose.Location{} }
	var columns []string
	for i, l := range lines(text[:min(len(text), 16<<10)]) {
		if names, ok := strings.CutPrefix(l.text, "#Fields: "); ok {
			columns = strings.Fields(names)
		}
		if _, ok := squidLine(l, nowhere); ok {
			return i == 0 // among other lines it is not the whole story
		}
		if _, ok := accessLine(l, columns, nowhere); ok {
			return true
		}
		if i > 30 {
			break
		}
	}
	return false
}

// accessLine reads one line of an access log.
func accessLine(l line, columns []string, at func(int) diagnose.Location) (raw, bool) {
	if columns != nil {
		return w3cLine(l, columns, at)
	}
	if strings.Count(l.text, "\"") < 2 {
		return squidLine(l, at)
	}
	fs := logFields(l)
	for i, f := range fs {
		m, ok := requestLine(f.text)
		if !ok || f.at == 0 || l.text[f.at-l.at-1] != '"' {
			if r, ok := apartLine(fs, i, at); ok {
				return r, true
			}
			continue
		}
		r := raw{at: at(l.at), method: m.method, methodAt: at(f.at), url: strings.TrimSuffix(m.target, "/-"), urlAt: at(f.at)}
		switch {
		case i+1 < len(fs) && setStatus(&r, fs[i+1], at): // combined
			agentOf(&r, fs[i+2:], at)
			r.tellMore(fs[i+2:])
			for _, f := range fs[:i] {
				if t := moment(strings.Trim(f.text, "[]")); t != "" {
					r.started = t
				}
			}
			return r, r.started != "" || strings.Contains(r.url, "://") // a time in front may have been stripped
		case i > 8 && strings.Contains(m.target, "://") && (setStatus(&r, fs[8], at) || setStatus(&r, fs[7], at)): // AWS load balancers
			r.started = moment(fs[1].text)
			agentOf(&r, fs[i+1:], at)
			if slices.ContainsFunc(fs[i+1:], func(f line) bool { return f.text == "waf" }) && fs[8].text == "403" && fs[9].text == "-" {
				r.message = firewallAction + "waf" // the last of the load balancer's actions; no target was asked
			}
			return r, true
		case i > 5 && haproxyStatus(&r, fs[:i], at):
			return r, true
		case i > 5: // AWS classic: … elb_status backend_status received sent "request"
			if setStatus(&r, fs[i-4], at) {
				r.started = moment(fs[0].text)
				agentOf(&r, fs[i+1:], at)
				return r, true
			}
		}
		return r, false
	}
	return raw{}, false
}

// squidLine reads a line of Squid's own format:
// 1690000000.123 2 10.0.0.7 TCP_DENIED/403 3891 CONNECT api.example.com:443 - HIER_NONE/- text/html
// What Squid denied itself it says in the result, which counts as the answer's words.
func squidLine(l line, at func(int) diagnose.Location) (raw, bool) {
	fs := logFields(l)
	if len(fs) < 9 || len(fs[0].text) != len("1690000000.123") || moment(fs[0].text) == "" || !isMethod(fs[5].text) {
		return raw{}, false
	}
	result, status, ok := strings.Cut(fs[3].text, "/")
	r := raw{at: at(l.at), method: fs[5].text, methodAt: at(fs[5].at), url: fs[6].text, urlAt: at(fs[6].at), started: moment(fs[0].text)}
	if !ok || !setStatus(&r, line{status, fs[3].at + len(result) + 1}, at) {
		return raw{}, false
	}
	if strings.Contains(result, "_DENIED") {
		r.message = result
	}
	return r, true
}

// haproxyStatus takes the status of HAProxy's HTTP log, which follows the timers:
// … 0/0/1/14/15 403 497 …
func haproxyStatus(r *raw, fs []line, at func(int) diagnose.Location) bool {
	for i := 1; i < len(fs); i++ {
		if strings.Count(fs[i-1].text, "/") == 4 && setStatus(r, fs[i], at) {
			if i+4 < len(fs) && len(fs[i+4].text) == 4 && fs[i+4].text[0] == 'P' && *r.status == 403 { // … 403 497 - - PR--
				r.message = "termination state " + fs[i+4].text
			}
			return true
		}
	}
	return false
}

// logFields cuts a line at spaces, but not within quotes or brackets.
func logFields(l line) []line {
	var fs []line
	for i := 0; i < len(l.text); {
		if l.text[i] == ' ' {
			i++
			continue
		}
		start, end := i, byte(' ')
		switch l.text[i] {
		case '"':
			end, start = '"', i+1
		case '[':
			end = ']'
		}
		i = start
		for i < len(l.text) && (l.text[i] != end || i == start && end != '"') {
			if l.text[i] == '\\' {
				i++
			}
			i++
		}
		i = min(i, len(l.text))
		fs = append(fs, line{l.text[start:i], l.at + start})
		i++
	}
	return fs
}

func setStatus(r *raw, f line, at func(int) diagnose.Location) bool {
	n, ok := statusCode(f.text)
	if !ok || len(f.text) != 3 {
		return false
	}
	r.status, r.statusAt = &n, at(f.at)
	return true
}

// agentOf takes referer and user agent from the quoted fields behind the status.
func agentOf(r *raw, fs []line, at func(int) diagnose.Location) {
	for _, f := range fs {
		name := ""
		switch {
		case strings.HasPrefix(f.text, "http://") || strings.HasPrefix(f.text, "https://"):
			name = "Referer"
		case strings.Contains(f.text, "/") && f.text[0] >= 'A' && !strings.HasPrefix(f.text, "TLS") && !strings.HasPrefix(f.text, "arn:"):
			name = "User-Agent"
		}
		if name != "" && !hasHeader(r.reqHeaders, name) {
			r.reqHeaders = append(r.reqHeaders, rawHeader{name, f.text, at(f.at)})
			if name == "User-Agent" {
				return
			}
		}
	}
}

// w3cLine reads a line of a W3C extended log, as IIS and CloudFront write it.
func w3cLine(l line, columns []string, at func(int) diagnose.Location) (raw, bool) {
	if strings.HasPrefix(l.text, "#") {
		return raw{}, false
	}
	fs := strings.Fields(l.text)
	if len(fs) != len(columns) {
		return raw{}, false
	}
	r := raw{at: at(l.at)}
	var host, path, query, date, scheme, port, substatus, detail string
	for i, name := range columns {
		v := fs[i]
		if v == "-" {
			continue
		}
		switch name {
		case "cs-method":
			r.method = v
		case "cs-uri-stem", "cs-uri":
			path = v
		case "cs-uri-query":
			query = "?" + v
		case "x-host-header":
			host = v
		case "cs(Host)", "cs-host":
			if host == "" {
				host = v
			}
		case "cs-protocol":
			scheme = v
		case "s-port":
			port = v
		case "sc-substatus":
			substatus = v
		case "x-edge-detailed-result-type":
			detail = v
		case "sc-status":
			setStatus(&r, line{v, l.at}, at)
		case "cs(User-Agent)":
			r.reqHeaders = append(r.reqHeaders, rawHeader{"User-Agent", v, at(l.at)})
		case "date":
			date = v
		case "time":
			r.started = moment(date + "T" + v + "Z")
		}
	}
	r.url = path + query
	if host != "" {
		switch {
		case scheme == "http" || scheme == "https":
		case port == "80":
			scheme = "http"
		default:
			scheme = schemeOf(host, &message{})
		}
		r.url = scheme + "://" + host + r.url
	}
	if r.method == "" || r.status == nil {
		return r, false
	}
	switch {
	case *r.status == 403 && substatus != "" && substatus != "0": // as the page says it
		r.message = "HTTP Error 403." + substatus
	case strings.HasSuffix(detail, "Blocked"): // ClientGeoBlocked
		r.message = detail
	}
	return r, true
}
