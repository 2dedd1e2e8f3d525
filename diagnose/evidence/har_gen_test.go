package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// harMaker is an HTTP archive of any length that is made while it is read, so that
// tests of memory need neither a file nor the archive itself.
type harMaker struct {
	entries  int
	every    int // every so many entries one is refused
	body     int // roughly how long a successful body is, in bytes
	indent   bool
	giant    int // length of one body that stands alone in the middle; 0 for none
	n        int // entries made
	buf      bytes.Buffer
	left     int // of the giant body
	finished bool
}

func (m *harMaker) Read(p []byte) (int, error) {
	for m.buf.Len() == 0 {
		switch {
		case m.left > 0:
			n := min(m.left, 32<<10)
			m.left -= n
			m.buf.WriteString(strings.Repeat("x", n))
			if m.left == 0 {
				m.buf.WriteString(`"}}}`)
			}
		case m.n == 0:
			m.buf.WriteString(`{"log":{"version":"1.2","creator":{"name":"maker","version":"1"},"pages":[],"entries":[`)
			m.entry()
		case m.n < m.entries:
			m.buf.WriteString(",\n")
			m.entry()
		case !m.finished:
			m.finished = true
			m.buf.WriteString("]}}\n")
		default:
			return 0, io.EOF
		}
	}
	return m.buf.Read(p)
}

func (m *harMaker) entry() {
	i := m.n
	m.n++
	if m.giant > 0 && i == m.entries/2 {
		m.buf.WriteString(`{"request":{"method":"GET","url":"https://api.example.com/export","headers":[]},"response":{"status":200,"content":{"text":"`)
		m.left = m.giant
		return
	}
	refused := i%m.every == m.every/2
	method, status, body := "GET", 200, m.people(i)
	if refused {
		method, status = "PATCH", 403
		body = `{"message":"Unable to perform the requested action. You must have at least one of the following permissions assigned: [conversation:call:record]","code":"missing.any.permissions","status":403,"messageParams":{"permissions":"[conversation:call:record]"},"contextId":"` + fmt.Sprintf("%08x", i) + `","details":[],"errors":[]}`
	}
	e := fields{
		{"_priority", "High"}, {"_resourceType", "xhr"}, {"cache", fields{}}, {"connection", "8405"},
		{"request", fields{
			{"method", method},
			{"url", fmt.Sprintf("https://api.mypurecloud.com/api/v2/users/%08x-1111-4222-8333-444444444444/queues", i)},
			{"httpVersion", "h2"},
			{"headers", headerList("Accept", "application/json", "Authorization", fmt.Sprintf("Bearer made-up-token-%d", i%7),
				"User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
				"sec-ch-ua", `"Not:A-Brand";v="8", "Chromium";v="156"`, "Origin", "https://apps.mypurecloud.com")},
			{"queryString", []any{}}, {"cookies", []any{}}, {"headersSize", -1}, {"bodySize", 0},
		}},
		{"response", fields{
			{"status", status}, {"statusText", ""}, {"httpVersion", "h2"},
			{"headers", headerList("content-type", "application/json", "date", "Mon, 23 Nov 2026 10:00:00 GMT", "inin-correlation-id", fmt.Sprintf("%032x", i))},
			{"cookies", []any{}},
			{"content", fields{{"size", len(body)}, {"mimeType", "application/json"}, {"text", body}}},
			{"redirectURL", ""}, {"headersSize", -1}, {"bodySize", -1}, {"_transferSize", 900},
		}},
		{"serverIPAddress", "192.0.2.1"}, {"startedDateTime", "2026-11-23T10:00:00Z"}, {"time", 12.5},
		{"timings", fields{{"blocked", 1.2}, {"dns", -1}, {"send", 0.1}, {"wait", 10.5}, {"receive", 0.2}}},
	}
	enc := json.NewEncoder(&m.buf)
	enc.SetEscapeHTML(false)
	if m.indent {
		enc.SetIndent("      ", "  ")
	}
	if err := enc.Encode(e); err != nil {
		panic(err)
	}
}

// people is a body of about the length asked for, which differs from call to call.
func (m *harMaker) people(i int) string {
	var b strings.Builder
	b.WriteString(`{"entities":[{"id":"0"}`)
	for j := 0; b.Len() < m.body*(i%5+1)/3; j++ {
		fmt.Fprintf(&b, `,{"id":"%08x-1111-4222-8333-%012x","name":"Person \"%d\"","state":"active","selfUri":"/api/v2/users/%d"}`, i, j, j, j)
	}
	b.WriteString("]}")
	return b.String()
}

// fields is a JSON object that keeps its order, as exporters do.
type fields []struct {
	name  string
	value any
}

func (f fields) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, field := range f {
		if i > 0 {
			b = append(b, ',')
		}
		v, err := json.Marshal(field.value)
		if err != nil {
			return nil, err
		}
		b = append(append(strconv.AppendQuote(b, field.name), ':'), v...)
	}
	return append(b, '}'), nil
}

func headerList(pairs ...string) []map[string]string {
	var list []map[string]string
	for i := 0; i < len(pairs); i += 2 {
		list = append(list, map[string]string{"name": pairs[i], "value": pairs[i+1]})
	}
	return list
}
