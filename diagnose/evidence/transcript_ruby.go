package evidence

import (
	"strings"
)

// rewriteRestClient reads the log of Ruby's rest-client: the call as Ruby would
// write it, and "# => 403 Forbidden | application/json 386 bytes".
func rewriteRestClient(d *dictation, ls []line) {
	for _, l := range ls {
		if call, ok := behind(l, "RestClient."); ok && strings.Contains(call.text, " \"") {
			d.mark(l.at)
			d.restCall(call)
		} else if status, ok := behind(l, "# => "); ok {
			d.mark(l.at)
			status.text, _, _ = strings.Cut(status.text, " | ")
			d.line("HTTP/1.1 "+status.text, status.at)
			d.line("", l.at)
		} else if strings.HasPrefix(l.text, "{\"") || strings.HasPrefix(l.text, "<") {
			d.add(l.text+"\n", l.at)
		}
	}
}

// restCall writes down patch "https://…", "body", "Accept"=>"*/*", ….
func (d *dictation) restCall(call line) {
	method, args, _ := strings.Cut(call.text, " ")
	p := &literals{text: "(" + args + ")"}
	list := p.group(')')
	body, headers := "", ""
	for i, kid := range list.kids {
		switch {
		case kid.kind == objectValue && len(kid.keys) == 1:
			headers += kid.keys[0] + ": " + kid.kids[0].text + "\n"
		case i == 0:
			d.line(strings.ToUpper(method)+" "+kid.text+" HTTP/1.1", call.at)
		case kid.kind == stringValue:
			body = kid.text
		}
	}
	d.put(headers+"\n"+body+"\n", call.at)
}
