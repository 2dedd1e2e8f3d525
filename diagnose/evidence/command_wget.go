package evidence

import (
	"encoding/base64"
	"strings"

	"github.com/why403/why403/diagnose"
)

// wgetCalls reads a wget command.
func wgetCalls(c command, open func(string) (string, bool), at func(int) diagnose.Location) []raw {
	r := raw{at: at(c.at), complete: true, reqBody: &rawBody{at: at(c.at)}}
	var urls []argument
	user, password := "", ""
	for i := 1; i < len(c.words); i++ {
		w := c.words[i]
		if !strings.HasPrefix(w.text, "-") {
			urls = append(urls, w)
			continue
		}
		name, value, glued := strings.Cut(w.text, "=")
		if !glued && wgetTakes(name) && i+1 < len(c.words) {
			i++
			value, w = c.words[i].text, c.words[i]
		}
		switch name {
		case "--method":
			r.method, r.methodAt = strings.ToUpper(value), at(w.at)
		case "--header":
			if name, value, ok := headerLine(value); ok {
				r.reqHeaders = append(r.reqHeaders, rawHeader{name, value, at(w.at)})
			}
		case "--post-data", "--body-data":
			r.reqBody = &rawBody{text: value, at: at(w.at)}
			if r.method == "" {
				r.method = "POST"
			}
		case "--post-file", "--body-file":
			r.reqBody = nil
			if text, ok := open(value); ok {
				r.reqBody = &rawBody{text: text, at: at(w.at)}
			}
			if r.method == "" {
				r.method = "POST"
			}
		case "--user", "--http-user":
			user = value
		case "--password", "--http-password":
			password = value
		case "-U", "--user-agent":
			r.reqHeaders = append(r.reqHeaders, rawHeader{"User-Agent", value, at(w.at)})
		case "--referer":
			r.reqHeaders = append(r.reqHeaders, rawHeader{"Referer", value, at(w.at)})
		case "--load-cookies", "--config":
			r.complete = false
		}
	}
	if r.method == "" {
		r.method = "GET"
	}
	if user != "" {
		basic := base64.StdEncoding.EncodeToString([]byte(user + ":" + password))
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Authorization", "Basic " + basic, at(c.at)})
	}
	if r.reqBody != nil && r.reqBody.text != "" && !hasHeader(r.reqHeaders, "Content-Type") {
		r.reqHeaders = append(r.reqHeaders, rawHeader{"Content-Type", "application/x-www-form-urlencoded", at(c.at)})
	}
	var rs []raw
	for _, u := range urls {
		one := r
		one.url, one.urlAt = withScheme(u.text, "http"), at(u.at)
		rs = append(rs, one)
	}
	return rs
}

// wgetTakes says whether an option of wget takes the next word.
func wgetTakes(name string) bool {
	return hasWord("--method --header --post-data --body-data --post-file --body-file --user --password --http-user --http-password -U --user-agent "+
		"--referer --load-cookies --config -O --output-document -o --output-file -P -t --tries -T --timeout -a -e -i --ca-certificate", name)
}

// withScheme completes an address without a scheme.
func withScheme(s, scheme string) string {
	if strings.Contains(s, "://") || strings.HasPrefix(s, "$") || strings.HasPrefix(s, "{") {
		return s
	}
	return scheme + "://" + s
}
