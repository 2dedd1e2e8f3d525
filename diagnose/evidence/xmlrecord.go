package evidence

import (
	"html"
	"strings"

	"github.com/why403/why403/diagnose"
)

// Charles and JMeter write what they recorded as XML, and so did the developer tools of
// Internet Explorer and old Edge, which wrote the members of a HAR as elements.

// isXMLRecord recognises such a record.
func isXMLRecord(text string) bool {
	head := text[:min(len(text), 16<<10)]
	return strings.HasPrefix(strings.TrimSpace(head), "<") && (strings.Contains(head, "<charles-session") ||
		strings.Contains(head, "<testResults") || strings.Contains(head, "<httpSample ") || strings.Contains(head, "<log>") && strings.Contains(head, "<entries>"))
}

// readXMLRecord reads the calls of a record.
func readXMLRecord(text string, at func(int) diagnose.Location) ([]raw, error) {
	var rs []raw
	x := xmlReader{text: text}
	x.call = func(v *literal) { rs = append(rs, objectCalls(v, text, at)...) }
	for x.pos < len(text) {
		x.element(0)
	}
	return rs, nil
}

// xmlReader reads elements as objects. It takes what it gets: no element has to be
// closed, no name to be declared.
type xmlReader struct {
	text string
	pos  int
	call func(*literal) // takes each element that is a call
}

// element reads the next element and what it holds; nil where there is none before the
// end of the one around it.
func (x *xmlReader) element(depth int) (name string, v *literal) {
	for {
		i := strings.IndexByte(x.text[x.pos:], '<')
		if i < 0 {
			x.pos = len(x.text)
			return "", nil
		}
		x.pos += i
		switch rest := x.text[x.pos:]; {
		case strings.HasPrefix(rest, "</"):
			if depth > 0 {
				return "", nil // its end is read by who reads it
			}
			x.past(">")
		case strings.HasPrefix(rest, "<!--"):
			x.past("-->")
		case strings.HasPrefix(rest, "<![CDATA["):
			x.past("]]>")
		case strings.HasPrefix(rest, "<?"), strings.HasPrefix(rest, "<!"):
			x.past(">")
		default:
			return x.open(depth)
		}
	}
}

func (x *xmlReader) past(sign string) {
	if i := strings.Index(x.text[x.pos:], sign); i >= 0 {
		x.pos += i + len(sign)
	} else {
		x.pos = len(x.text)
	}
}

// open reads an element whose start tag begins here.
func (x *xmlReader) open(depth int) (string, *literal) {
	start := x.pos
	x.past(">")
	tag := strings.TrimSuffix(x.text[start+1:max(x.pos-1, start+1)], "/")
	name, attributes, _ := strings.Cut(tag, " ")
	v := &literal{kind: objectValue, at: start}
	inside := x.pos
	if closed := strings.HasSuffix(x.text[start:x.pos], "/>"); !closed && depth < deepest {
		for kids := 0; ; kids++ {
			begin := x.pos
			key, kid := x.element(depth + 1)
			if kid == nil {
				if kids == 0 {
					v.textIs(x.text[begin:x.pos], inside)
				}
				x.past(">")
				break
			}
			v.keys, v.kids = append(v.keys, key), append(v.kids, kid)
		}
	}
	v.attributes(attributes, start)
	v.end = x.pos
	switch name {
	case "transaction", "httpSample", "entry":
		x.call(sampled(v))
		return name, &literal{at: start, end: x.pos} // it is no part of another call
	case "headers":
		v.asList("header")
	}
	return name, v
}

// textIs makes an element the text it holds, if it holds one.
func (v *literal) textIs(inside string, at int) {
	if text := strings.TrimSpace(inside); strings.HasPrefix(text, "<![CDATA[") {
		v.kind, v.text = stringValue, strings.TrimSuffix(text[len("<![CDATA["):], "]]>")
	} else if text != "" {
		v.kind, v.text = stringValue, html.UnescapeString(text)
	}
	v.at = at
}

// attributes adds those of an element, but for flags and any that a child is named like.
func (v *literal) attributes(text string, at int) {
	for v.kind == objectValue {
		name, rest, ok := strings.Cut(strings.TrimSpace(text), `="`)
		value, after, closed := strings.Cut(rest, `"`)
		if !ok || !closed {
			return
		}
		if text = after; v.get(name) == nil && value != "true" && value != "false" { // headers="true" says that they are shown
			v.keys = append(v.keys, name)
			v.kids = append(v.kids, &literal{kind: stringValue, text: html.UnescapeString(value), at: at, end: at})
		}
	}
}

// asList makes a list of those children of an element that have a name.
func (v *literal) asList(name string) {
	list := &literal{kind: listValue, at: v.at, end: v.end}
	for i, key := range v.keys {
		if key == name {
			list.kids = append(list.kids, v.kids[i])
		}
	}
	*v = *list
}

// sampled gives the names of a JMeter sample those that other clients use.
func sampled(v *literal) *literal {
	for i, key := range v.keys {
		switch key {
		case "rc":
			v.keys[i] = "status"
		case "java.net.URL":
			v.keys[i] = "url"
		case "queryString":
			if v.get("rc", "status") != nil && v.get("requestHeader") != nil { // what was sent as body
				v.keys[i] = "requestBody"
			}
		case "ts":
			v.keys[i] = "timestamp"
		case "lb", "dt", "tn", "rm":
			v.keys[i] = "-"
		}
	}
	return v
}
