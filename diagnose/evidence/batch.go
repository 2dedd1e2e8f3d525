package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Some platforms take several requests in one and answer 200 whatever becomes of
// them: Microsoft Graph's and OData's $batch, Google's /batch. The answers of their
// own stand in the body, as JSON or as HTTP messages in parts.

// unbatched gives the refused calls inside of a batch; none where r is no batch, or
// nothing in it was refused.
func unbatched(r *raw) []raw {
	path, _, _ := strings.Cut(r.url, "?")
	if r.status == nil || *r.status/100 != 2 || r.respBody == nil || !strings.Contains(path[strings.LastIndexByte(path, '/')+1:], "batch") &&
		!strings.Contains(path, "/batch/") {
		return nil
	}
	var refused []raw
	for _, inner := range inBatch(r) {
		if inner.status != nil && (*inner.status == 401 || *inner.status == 403) {
			inner.at, inner.reqHeaders, inner.complete, inner.started = r.at, r.reqHeaders, r.complete, r.started
			inner.url = besideBatch(path, inner.url)
			inner.token, inner.tokenAt = r.token, r.tokenAt
			refused = append(refused, inner)
		}
	}
	return refused
}

// besideBatch completes the address of a call inside of a batch by that of the batch.
func besideBatch(batch, target string) string {
	if strings.Contains(target, "://") || target == "" {
		return target
	}
	base, _, versioned := strings.Cut(batch, "/$batch")
	if host := hostOf(batch); !versioned && host != "" { // Google's targets are whole paths
		base = batch[:strings.Index(batch, host)+len(host)]
	}
	return base + "/" + strings.TrimLeft(target, "/")
}

// inBatch reads the calls inside of a batch.
func inBatch(r *raw) []raw {
	if v, ok := parseLiteral(r.respBody.text, 0); ok && v.kind == objectValue {
		return jsonBatch(r, v.get("responses"))
	}
	nowhere := func(int) diagnose.Location { return r.respBody.at }
	var asked []message
	if r.reqBody != nil {
		asked = readWire(r.reqBody.text, nowhere)
	}
	var rs []raw
	for i, m := range readWire(r.respBody.text, nowhere) {
		var inner raw
		if i < len(asked) && asked[i].request {
			inner.method, inner.url = asked[i].method, asked[i].target
		}
		answer(&inner, &m, nowhere)
		if inner.respBody != nil { // up to the mark between the parts
			inner.respBody.text, _, _ = strings.Cut(inner.respBody.text, "\n--")
		}
		rs = append(rs, inner)
	}
	return rs
}

// jsonBatch reads {"responses": [{"id", "status", "headers", "body"}]}.
func jsonBatch(r *raw, responses *literal) []raw {
	if responses == nil {
		return nil
	}
	at := func(int) diagnose.Location { return r.respBody.at }
	var rs []raw
	for _, kid := range responses.kids {
		status, body := kid.get("status"), kid.get("body")
		if status == nil {
			continue
		}
		n, ok := statusCode(status.text)
		if !ok {
			continue
		}
		inner := raw{status: &n, statusAt: r.respBody.at}
		if h := kid.get("headers"); h != nil {
			inner.respHeaders, inner.headersShown = headersOf(h, at), true
		}
		if body != nil {
			inner.respBody = bodyLiteral(body, r.respBody.text, at)
		}
		if asked := askedInBatch(r, kid.get("id")); asked != nil {
			inner.method, inner.url = textOf(asked.get("method")), textOf(asked.get("url"))
		}
		rs = append(rs, inner)
	}
	return rs
}

// askedInBatch finds the request that an answer belongs to.
func askedInBatch(r *raw, id *literal) *literal {
	if r.reqBody == nil || id == nil {
		return nil
	}
	v, _ := parseLiteral(r.reqBody.text, 0)
	if v = v.get("requests"); v == nil {
		return nil
	}
	for _, kid := range v.kids {
		if own := kid.get("id"); own != nil && own.text == id.text {
			return kid
		}
	}
	return nil
}

func textOf(v *literal) string {
	if v == nil {
		return ""
	}
	return v.text
}
