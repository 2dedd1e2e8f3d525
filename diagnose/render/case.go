package render

import (
	"strconv"
	"time"

	"github.com/why403/why403/diagnose"
)

// AppendCase appends what was judged as one compact JSON object in the form of a
// case, secrets replaced, so that a report carries its own evidence: reading it
// again gives the same verdict. Beyond what people write in a case file it keeps what
// readers of captures know, such as whether all headers are shown.
func AppendCase(b []byte, c *diagnose.Case) []byte {
	b = append(b, '{')
	b = appendText(b, `"name":`, c.Name)
	if q := c.Request; q != nil {
		b = appendRequest(appendKey(b, `"request":{`), q)
	}
	if p := c.Response; p != nil {
		b = appendResponse(appendKey(b, `"response":{`), p)
	}
	if t := c.Token; t != nil {
		b = appendToken(appendKey(b, `"token":{`), t, c.At)
	}
	if x := c.Client; x != nil {
		b = appendClient(appendKey(b, `"client":{`), x)
	}
	if u := c.User; u != nil {
		b = appendUser(appendKey(b, `"user":{`), u)
	}
	if c.Resource != nil {
		b = appendRaw(appendKey(b, `"resource":`), []byte(c.Resource.JSON))
	}
	b = appendNames(b, `"offered":`, c.Offered)
	if len(c.Others) > 0 {
		b = appendOthers(appendKey(b, `"others":`), c.Others)
	}
	if clock := byClock(c.At); !clock || c.Token != nil && !alive(c.Token, c.At) {
		b = appendTime(b, `"at":`, c.At)
		b = appendFlag(b, `"clock":true`, clock)
	}
	b = appendText(b, `"notes":`, c.Notes)
	if len(c.Clashes) > 0 {
		b = appendDisagreements(appendKey(b, `"clashes":`), c.Clashes)
	}
	return append(b, '}')
}

func byClock(at diagnose.Known[time.Time]) bool { return at.From().Source == diagnose.MachineClock }

// alive says whether a token is within its times. Where it is, by this machine's
// clock, the report keeps just that and not the moment, so that the same input gives
// the same bytes today and tomorrow.
func alive(t *diagnose.Token, at diagnose.Known[time.Time]) bool {
	now := at.Or(time.Time{})
	end, ends := t.Expires.Get()
	start, starts := t.NotBefore.Get()
	return !(ends && now.After(end)) && !(starts && now.Before(start))
}

func appendRequest(b []byte, q *diagnose.Request) []byte {
	b = appendKnown(b, `"method":`, q.Method)
	if u, ok := q.URL.Get(); ok {
		b = appendQuoted(appendKey(b, `"url":`), u.String())
	}
	b = appendHeaders(b, q.Headers)
	b = appendBody(b, q.Body)
	b = appendFlag(b, `"complete":true`, q.Complete)
	return append(b, '}')
}

func appendResponse(b []byte, p *diagnose.Response) []byte {
	if status, ok := p.Status.Get(); ok {
		b = strconv.AppendInt(appendKey(b, `"status":`), int64(status), 10)
	}
	b = appendHeaders(b, p.Headers)
	b = appendBody(b, p.Body)
	b = appendFlag(b, `"complete":true`, p.HeadersShown)
	return append(b, '}')
}

// appendHeaders writes fields in their order; those of one name stand together.
func appendHeaders(b []byte, hs []diagnose.Header) []byte {
	if len(hs) == 0 {
		return b
	}
	b = appendKey(b, `"headers":{`)
	for i, h := range hs {
		if holds(hs[:i], h.Name) {
			continue
		}
		b = append(appendQuoted(appendKey(b, ""), h.Name), ':')
		if !holds(hs[i+1:], h.Name) {
			b = appendQuoted(b, h.Value)
			continue
		}
		b = append(b, '[')
		for _, same := range hs[i:] {
			if same.Name == h.Name {
				b = append(appendQuoted(b, same.Value), ',')
			}
		}
		b[len(b)-1] = ']'
	}
	return append(b, '}')
}

func holds(hs []diagnose.Header, name string) bool {
	for i := range hs {
		if hs[i].Name == name {
			return true
		}
	}
	return false
}

func appendBody(b []byte, k diagnose.Known[diagnose.Body]) []byte {
	body, ok := k.Get()
	if !ok {
		return b
	}
	b = appendKey(b, `"body":`)
	if body.Parsed {
		b = appendRaw(b, []byte(body.Text))
	} else {
		b = appendQuoted(b, body.Text)
	}
	return appendFlag(b, `"truncated":true`, body.Truncated)
}

func appendToken(b []byte, t *diagnose.Token, at diagnose.Known[time.Time]) []byte {
	b = appendKnown(b, `"kind":`, t.Kind)
	b = appendText(b, `"fingerprint":`, t.Fingerprint)
	b = appendKnown(b, `"scheme":`, t.Scheme)
	b = appendKnown(b, `"problem":`, t.Problem)
	b = appendNames(b, `"scopes":`, t.Scopes)
	b = appendText(b, `"scopes_from":`, t.ScopesFrom)
	b = appendNames(b, `"permissions":`, t.Permissions)
	b = appendNames(b, `"roles":`, t.Roles)
	b = appendNames(b, `"audience":`, t.Audience)
	b = appendKnown(b, `"issuer":`, t.Issuer)
	b = appendKnown(b, `"client_id":`, t.ClientID)
	b = appendKnown(b, `"algorithm":`, t.Algorithm)
	b = appendTime(b, `"expires":`, t.Expires)
	b = appendTime(b, `"not_before":`, t.NotBefore)
	b = appendTime(b, `"issued_at":`, t.IssuedAt)
	b = appendTruth(b, `"active":`, t.Active)
	b = appendTruth(b, `"has_user":`, t.HasUser)
	b = appendEntity(b, `"org":`, t.Org)
	b = appendEntity(b, `"home_org":`, t.HomeOrg)
	b = appendFlag(b, `"alive":true`, t.Expires.Ok() && byClock(at) && alive(t, at))
	b = appendText(b, `"unreadable":`, t.Scopes.Why())
	return append(b, '}')
}

func appendClient(b []byte, c *diagnose.Client) []byte {
	b = appendSelf(b, c.Entity)
	b = appendKnown(b, `"grant":`, c.Grant)
	b = appendNames(b, `"scopes":`, c.Scopes)
	b = appendNames(b, `"roles":`, c.Roles)
	if list, ok := c.Grants.Get(); ok {
		b = append(appendKey(b, `"roleDivisions":`), '[')
		for i := range list {
			b = append(comma(b, i), '{')
			b = appendText(b, `"roleId":`, list[i].Role.ID)
			b = append(appendText(b, `"divisionId":`, list[i].Division.ID), '}')
		}
		b = append(b, ']')
	}
	b = appendKnown(b, `"state":`, c.State)
	b = appendTime(b, `"modified":`, c.Modified)
	return append(b, '}')
}

func appendUser(b []byte, u *diagnose.User) []byte {
	b = appendSelf(b, u.Entity)
	if list, ok := u.Grants.Get(); ok {
		b = append(appendKey(b, `"grants":`), '[')
		for i := range list {
			b = appendGrant(comma(b, i), &list[i])
		}
		b = append(b, ']')
	}
	b = appendNames(b, `"roles":`, u.Roles)
	b = appendNames(b, `"permissions":`, u.Permissions)
	b = appendNames(b, `"divisions":`, u.Divisions)
	b = appendEntity(b, `"org":`, u.Org)
	b = appendKnown(b, `"state":`, u.State)
	return append(b, '}')
}

func appendGrant(b []byte, g *diagnose.RoleGrant) []byte {
	b = appendMembers(append(b, `{"role":{`...), g.Role)
	if g.Permissions != nil {
		b = appendList(appendKey(b, `"permissions":`), g.Permissions)
	}
	b = append(b, '}')
	if g.Division != (diagnose.Entity{}) {
		b = append(appendMembers(append(b, `,"division":{`...), g.Division), '}')
	}
	return append(appendTime(b, `"grantMadeAt":`, g.Made), '}')
}

func appendOthers(b []byte, others []diagnose.Exchange) []byte {
	b = append(b, '[')
	for i := range others {
		x := &others[i]
		b = append(comma(b, i), '{')
		b = appendText(b, `"method":`, x.Method)
		b = appendText(b, `"url":`, x.URL.String())
		b = strconv.AppendInt(appendKey(b, `"status":`), int64(x.Status), 10)
		b = append(appendFlag(b, `"same_token":true`, x.SameToken), '}')
	}
	return append(b, ']')
}

func comma(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

func appendKnown[T ~string](b []byte, name string, k diagnose.Known[T]) []byte {
	if v, ok := k.Get(); ok {
		return appendQuoted(appendKey(b, name), string(v))
	}
	return b
}

func appendNames(b []byte, name string, k diagnose.Known[[]string]) []byte {
	if v, ok := k.Get(); ok {
		return appendList(appendKey(b, name), v)
	}
	return b
}

func appendTruth(b []byte, name string, k diagnose.Known[bool]) []byte {
	if v, ok := k.Get(); ok {
		return strconv.AppendBool(appendKey(b, name), v)
	}
	return b
}

func appendFlag(b []byte, member string, set bool) []byte {
	if set {
		return appendKey(b, member)
	}
	return b
}

func appendTime(b []byte, name string, k diagnose.Known[time.Time]) []byte {
	if t, ok := k.Get(); ok {
		b = t.UTC().AppendFormat(append(appendKey(b, name), '"'), time.RFC3339Nano)
		return append(b, '"')
	}
	return b
}

func appendEntity(b []byte, name string, k diagnose.Known[diagnose.Entity]) []byte {
	if e, ok := k.Get(); ok {
		return append(appendMembers(append(appendKey(b, name), '{'), e), '}')
	}
	return b
}

// appendSelf writes the id and name of the object that is being written.
func appendSelf(b []byte, k diagnose.Known[diagnose.Entity]) []byte {
	return appendMembers(b, k.Or(diagnose.Entity{}))
}

func appendMembers(b []byte, e diagnose.Entity) []byte {
	return appendText(appendText(b, `"id":`, e.ID), `"name":`, e.Name)
}

// RecordSchema names the version of the short form in which reports for people carry
// their evidence.
const RecordSchema = "why403/evidence/v1"

// appendRecord appends what a report for people carries inside, so that it can be
// judged again: the case, and what was concluded of it.
func appendRecord(b []byte, r *diagnose.Report) []byte {
	b = append(b, `{"schema":"`+RecordSchema+`","tool":`...)
	b = appendTool(b, &r.Tool)
	if op := r.Question.Operation; op != nil {
		b = append(appendDemands(append(b, `,"operation":{`...), op), '}')
	}
	b = appendQuoted(append(b, `,"conclusion":`...), string(conclusion(r)))
	b = appendVerdicts(append(b, `,"causes":`...), diagnose.Verdicts(r.Causes))
	b = appendVerdicts(append(b, `,"then":`...), diagnose.Verdicts(r.Then))
	b = AppendCase(append(b, `,"case":`...), r.Case)
	b = appendRedactions(append(b, `,"redactions":`...), r.Redactions)
	return append(b, '}')
}

func appendVerdicts(b []byte, list []diagnose.Judged) []byte {
	b = append(b, '[')
	for i, c := range list {
		b = appendQuoted(append(comma(b, i), `{"cause":`...), string(c.Cause))
		b = appendQuoted(append(b, `,"rule":`...), string(c.Rule))
		b = append(appendQuoted(append(b, `,"certainty":`...), certaintyWord(c.Certainty)), '}')
	}
	return append(b, ']')
}

// record is the evidence of a report as one line; empty where it has none.
func record(r *diagnose.Report) string {
	if r.Case == nil {
		return ""
	}
	return string(appendRecord(nil, r))
}
