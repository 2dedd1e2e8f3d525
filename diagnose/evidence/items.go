package evidence

import (
	"encoding/base64"
	"strings"

	"github.com/why403/why403/diagnose"
)

// isItems recognises the items that Burp Suite exports as XML.
func isItems(text string) bool {
	head := text[:min(len(text), 16<<10)]
	return strings.Contains(head, "<items ") && strings.Contains(head, "<item>")
}

// readItems reads Burp's items: each holds the address, and request and response as
// they went over the wire, in Base64 mostly.
func readItems(text string, at func(int) diagnose.Location) ([]raw, error) {
	var rs []raw
	for pos := 0; ; {
		item, begin, ok := element(text, pos, "item")
		if !ok {
			return rs, nil
		}
		pos = begin + len(item)
		if r, ok := itemCall(item, begin, at); ok {
			rs = append(rs, r)
		}
	}
}

// itemCall makes a call of one item, which stands at offset.
func itemCall(item string, offset int, at func(int) diagnose.Location) (raw, bool) {
	o := origin{}
	o.url, _, _ = content(item, "url")
	var ms []message
	for _, part := range []string{"request", "response"} {
		if text, begin, ok := content(item, part); ok {
			fixed := func(int) diagnose.Location { return at(offset + begin) }
			ms = append(ms, readWire(text, fixed)...)
		}
	}
	rs := calls(ms, o, func(int) diagnose.Location { return at(offset) })
	if len(rs) != 1 {
		return raw{}, false
	}
	r := rs[0]
	if o.url != "" {
		r.url = o.url
	}
	return r, true
}

// element gives the inside of the next element of a name from pos on, and where the
// inside begins. It says whether there is one.
func element(text string, pos int, name string) (inside string, begin int, ok bool) {
	for {
		i := strings.Index(text[pos:], "<"+name)
		if i < 0 {
			return "", 0, false
		}
		pos += i + 1 + len(name)
		if pos < len(text) && (text[pos] == '>' || text[pos] == ' ') {
			break
		}
	}
	open := strings.IndexByte(text[pos:], '>')
	if open < 0 {
		return "", 0, false
	}
	begin = pos + open + 1
	end := strings.Index(text[begin:], "</"+name+">")
	if end < 0 {
		end = len(text) - begin // cut off
	}
	return text[begin : begin+end], begin, true
}

// content gives what an element says: without CDATA marks, and decoded where its
// attribute says that it is in Base64.
func content(item, name string) (text string, begin int, ok bool) {
	text, begin, ok = element(item, 0, name)
	if !ok {
		return "", 0, false
	}
	tag := item[strings.LastIndexByte(item[:begin-1], '<'):begin]
	if inner, marked := strings.CutPrefix(text, "<![CDATA["); marked {
		text = strings.TrimSuffix(inner, "]]>")
	}
	if strings.Contains(tag, `base64="true"`) {
		decoded, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil {
			return "", 0, false
		}
		text = string(decoded)
	}
	return text, begin, true
}
