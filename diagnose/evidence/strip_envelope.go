package evidence

import (
	"strings"
)

// Log collectors put each line of a text into a JSON object of its own: docker's
// json-file driver, the journal, Fluentd, Loki, CloudWatch.

// unwrapped takes the lines of a text out of their JSON envelopes, if they have any.
func unwrapped(text string, ls []line) []line {
	if !isEnveloped(text) {
		return ls
	}
	var out []line
	glued := false
	for v := range envelopes(text) {
		inner := enclosed(v)
		if inner == nil {
			continue
		}
		for _, part := range lines(inner.text) {
			if glued && len(out) > 0 {
				out[len(out)-1].text += part.text
				glued = false
				continue
			}
			out = append(out, line{part.text, inner.at})
		}
		glued = v.get("log") != nil && !strings.HasSuffix(inner.text, "\n") && len(inner.text) > 8<<10
	}
	return out
}

// isEnveloped says whether a text is a row of envelopes around lines of text, of
// which one at least begins as a message does in a transcript.
func isEnveloped(text string) bool {
	if !isJSONText(text) {
		return false
	}
	n, sure := 0, false
	for v := range envelopes(text[:min(len(text), 16<<10)]) {
		inner := enclosed(v)
		if inner == nil {
			return false
		}
		sure = sure || v.get("log") != nil && v.get("stream") != nil || v.get("_raw", "@ptr") != nil || v.get("line") != nil && v.get("labels", "stream") != nil || v.get("MESSAGE") != nil && v.get("__REALTIME_TIMESTAMP") != nil ||
			beginsMessage(inner.text)
		if n++; n > 50 {
			break
		}
	}
	return sure
}

// beginsMessage says whether a line begins a message, or the answer to one, the way
// clients print it.
func beginsMessage(s string) bool {
	for _, mark := range []string{"> ", "< ", "--> ", "<-- ", "* "} {
		s = strings.TrimPrefix(s, mark)
	}
	m, _, ok := startLine(line{text: strings.TrimRight(s, "\r\n")})
	return ok && (m.proto != "" || !m.request)
}

// envelopes gives the objects of JSON lines, or those of the one list in a JSON
// document, such as "events".
func envelopes(text string) func(yield func(*literal) bool) {
	return func(yield func(*literal) bool) {
		for pos := 0; pos < len(text); {
			pos += len(text[pos:]) - len(strings.TrimLeft(text[pos:], " \t\r\n\ufeff"))
			var v *literal
			if isJSONText(text[pos:]) {
				v, _ = parseLiteral(text, pos)
			}
			if v == nil || v.end <= pos { // a line between them that is none
				nl := strings.IndexByte(text[pos:], '\n')
				if nl < 0 {
					return
				}
				pos += nl + 1
				continue
			}
			pos = v.end
			for _, row := range envelopesIn(v) {
				if row.kind != objectValue || row.cut || !yield(row) {
					return
				}
			}
		}
	}
}

// envelopesIn gives the envelopes that a document holds, or itself.
func envelopesIn(v *literal) []*literal {
	if inner := v.get("result"); inner.get("_raw") != nil { // Splunk
		return []*literal{inner}
	}
	if streams := lokiStreams(v); streams != nil {
		return lokiRows(streams)
	}
	list := listOf(v)
	if list == nil {
		return []*literal{v}
	}
	if len(list.kids) == 0 || list.kids[0].kind != listValue {
		return list.kids
	}
	rows := make([]*literal, 0, len(list.kids))
	for _, kid := range list.kids { // CloudWatch Logs Insights: a list of {field, value} for each row
		if o := pairs(kid); o != nil {
			rows = append(rows, o)
		}
	}
	return rows
}

// lokiStreams gives the streams in an answer of Loki, or in what is pushed to it.
func lokiStreams(v *literal) *literal {
	list := v.get("streams")
	if data := v.get("data"); data.get("result") != nil {
		list = data.get("result")
	}
	if list == nil || list.kind != listValue || len(list.kids) == 0 || list.kids[0].get("values") == nil {
		return nil
	}
	return list
}

// lokiRows makes an envelope of each [time, line] of the streams.
func lokiRows(streams *literal) []*literal {
	var rows []*literal
	for _, stream := range streams.kids {
		labels, values := stream.get("stream", "metric"), stream.get("values")
		if labels == nil || values == nil {
			continue
		}
		for _, entry := range values.kids {
			if entry.kind == listValue && len(entry.kids) >= 2 {
				rows = append(rows, &literal{kind: objectValue, keys: []string{"labels", "line"}, kids: []*literal{labels, entry.kids[1]}, at: entry.at, end: entry.end})
			}
		}
	}
	return rows
}

// listOf gives the list of objects that a document holds.
func listOf(v *literal) *literal {
	if v.kind == listValue {
		return v
	}
	list := v.get("events", "entries", "hits", "records", "results", "data")
	if list != nil && list.kind == listValue && len(list.kids) > 0 {
		return list
	}
	return nil
}

// enclosed gives the line of text in an envelope; nil where there is none.
func enclosed(v *literal) *literal {
	inner := v.get("log", "MESSAGE", "_raw", "line", "message", "msg", "textPayload", "@message")
	if inner == nil || inner.kind != stringValue || v.get("request", "response", "method", "status", "statusCode", "http", "url") != nil {
		return nil
	}
	return inner
}
