// Package redact replaces secrets by stable placeholders while evidence is read,
// and checks every output for pieces of the secrets it has seen.
//
// What is a secret is told by its place (an Authorization header, a password
// field, a session cookie) or by its shape (a JWT, a provider's token prefix, a
// private key, somebody's e-mail address). Names that a diagnosis is made of are
// none: scopes, permissions, roles, ids of divisions and conversations, paths.
package redact

import (
	"encoding/base64"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/why403/why403/diagnose"
)

// The kinds of secret, as reports name them. The placeholder of a kind is made of
// its last word.
const (
	Token       = "bearer token"
	Credentials = "basic credentials"
	Password    = "password"
	Cookie      = "cookie"
	ClientKey   = "client secret"
	APIKey      = "API key"
	PrivateKey  = "private key"
	Signature   = "signature"
	Email       = "e-mail"
	Phone       = "phone"
	Person      = "person"
	Other       = "secret"
)

// Redactor replaces the secrets of one run, and is the only thing that holds
// them. It may be used by several goroutines.
type Redactor struct {
	mu      sync.RWMutex
	seen    map[string]*entry // by secret; the younger generation
	older   map[string]*entry // the generation before, so that memory stays bounded
	placed  map[string]*entry // by value that is replaced in its place, and nowhere else
	numbers map[string]int    // how many placeholders of each noun
	list    []*entry          // in the order of their first appearance
	epoch   int
	learned atomic.Int64 // secrets that were indexed
	touched []*entry     // in this epoch
	index   index
	level   Level
	ids     *pseudonyms       // nil at Secrets
	sharing bool              // claims stay readable
	shared  map[string]string // by token: header and claims as they are shared
}

// entry is one secret without its value: what stands in its place.
type entry struct {
	kind, placeholder string
	count             int // throughout the run
	inEpoch, epoch    int
}

// listMax bounds what Report remembers, and seenMax one generation of secrets.
const (
	listMax = 4096
	seenMax = 1024

	placeholderMax = 48 // bytes of a placeholder
)

// New makes a Redactor that has seen nothing.
func New() *Redactor {
	return &Redactor{seen: map[string]*entry{}, numbers: map[string]int{}}
}

// Secret remembers a secret and returns its placeholder, such as "⟨token-1⟩": the
// same for the same value throughout a run. Values that are masks already are
// returned as they are.
func (r *Redactor) Secret(kind, value string) string {
	if Masked(value) {
		return value
	}
	if r.sharing && kind == Token {
		return r.share(value)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.note(kind, value).placeholder
}

// note counts a secret, and indexes it when it is new.
func (r *Redactor) note(kind, value string) *entry {
	e, ok := r.seen[value]
	if !ok {
		if e, ok = r.older[value]; !ok {
			e = r.entry(kind)
		}
		r.remember(value, e)
	}
	r.counted(e)
	return e
}

// counted takes note of a replacement.
func (r *Redactor) counted(e *entry) {
	if e.count++; e.count == 1 && len(r.list) < listMax {
		r.list = append(r.list, e)
	}
	if e.epoch != r.epoch || e.inEpoch == 0 {
		e.epoch, e.inEpoch = r.epoch, 0
		r.touched = append(r.touched, e)
	}
	e.inEpoch++
}

func (r *Redactor) entry(kind string) *entry {
	noun := kind[strings.LastIndexByte(kind, ' ')+1:]
	r.numbers[noun]++
	return &entry{kind: kind, placeholder: "⟨" + noun + "-" + strconv.Itoa(r.numbers[noun]) + "⟩"}
}

// Reserve leaves out the numbers of the placeholders that stand in a text already, so
// that none of them comes to mean two things.
func (r *Redactor) Reserve(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, after := range strings.Split(text, "⟨")[1:] {
		name, _, ok := strings.Cut(after[:min(len(after), placeholderMax)], "⟩")
		dash := strings.LastIndexByte(name, '-')
		if n, err := strconv.Atoi(name[dash+1:]); ok && err == nil && dash > 0 {
			r.numbers[name[:dash]] = max(r.numbers[name[:dash]], n)
		}
	}
}

// remember keeps the value for the last check. When a generation is full the one
// before is forgotten.
func (r *Redactor) remember(value string, e *entry) {
	if len(r.seen) >= seenMax || r.index.full() {
		r.older, r.seen = r.seen, map[string]*entry{}
		r.index.next()
	}
	r.learned.Add(1)
	value = strings.Clone(value) // not a part of a whole file
	r.seen[value] = e
	if key, scope, ok := strings.Cut(strings.ReplaceAll(value, "%2F", "/"), "/"); ok && strings.HasSuffix(scope, "/aws4_request") {
		value = key // the date, the region and the service behind it are no secret
	}
	r.index.add(value, e)
}

// Begin starts the count that Since gives.
func (r *Redactor) Begin() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.epoch++
	r.touched = r.touched[:0]
}

// Since lists what was replaced since Begin, in the order of first appearance.
func (r *Redactor) Since() []diagnose.Redaction {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.touched) == 0 {
		return nil
	}
	list := make([]diagnose.Redaction, len(r.touched))
	for i, e := range r.touched {
		list[i] = diagnose.Redaction{Kind: e.kind, Placeholder: e.placeholder, Count: e.inEpoch}
	}
	return list
}

// Report lists what was replaced in the whole run, in the order of first
// appearance.
func (r *Redactor) Report() []diagnose.Redaction {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]diagnose.Redaction, len(r.list))
	for i, e := range r.list {
		list[i] = diagnose.Redaction{Kind: e.kind, Placeholder: e.placeholder, Count: e.count}
	}
	return list
}

// Header returns the value of a header field with its secrets replaced.
func (r *Redactor) Header(name, value string) string {
	var buf [24]byte
	lower := lowerInto(&buf, name)
	switch string(lower) {
	case "authorization", "proxy-authorization":
		return r.authorization(value)
	case "cookie":
		return r.cookies(value, false)
	case "set-cookie":
		return r.cookies(value, true)
	default:
		if harmless(string(lower)) {
			if strings.Contains(value, "eyJ") || strings.Contains(value, "@") || strings.Contains(value, "earer ") {
				break
			}
			return value
		}
		if kind, sure := secretName(name); kind != "" && value != "" && (sure || telling(kind, value)) {
			return r.Secret(kind, value)
		}
	}
	return r.Text(value)
}

// lowerInto lowers a short ASCII name without memory of its own; longer names stand
// nowhere in the lists, and become empty.
func lowerInto(buf *[24]byte, name string) []byte {
	if len(name) > len(buf) {
		return nil
	}
	for i := range len(name) {
		c := name[i]
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return buf[:len(name)]
}

// harmless names header fields that hold no secret, though some of their values look
// like one.
func harmless(lower string) bool {
	switch lower {
	case "content-type", "content-length", "accept", "accept-encoding", "accept-language", "date", "server",
		"connection", "content-encoding", "cache-control", "vary", "etag", "x-amz-cf-id", "x-amz-id-2",
		"x-amz-request-id", "x-amzn-requestid", "cf-ray", "traceparent", "x-request-id", "inin-correlation-id", "user-agent":
		return true
	}
	return false
}

// authorization keeps the scheme and replaces the credentials.
func (r *Redactor) authorization(value string) string {
	scheme, rest, ok := strings.Cut(strings.TrimSpace(value), " ")
	if !ok || len(scheme) > 24 {
		switch strings.ToLower(scheme) {
		case "", "bearer", "basic", "negotiate", "ntlm":
			return value
		}
		return r.Secret(Token, strings.TrimSpace(value))
	}
	bare := strings.Trim(strings.TrimSpace(rest), `"'`)
	switch {
	case bare == "" || Masked(bare):
		return value
	case strings.EqualFold(scheme, "basic"):
		return scheme + " " + r.basic(bare)
	case strings.Contains(bare, "=") && strings.ContainsAny(bare, ", "): // Signature=…, response="…"
		return scheme + " " + r.params(bare)
	}
	kind := Token
	if l := strings.ToLower(scheme); strings.Contains(l, "key") {
		kind = APIKey
	}
	return scheme + " " + r.Secret(kind, bare)
}

// basic remembers the password inside of the credentials as well.
func (r *Redactor) basic(bare string) string {
	if plain, err := base64.StdEncoding.DecodeString(bare); err == nil {
		if _, password, ok := strings.Cut(string(plain), ":"); ok && password != "" {
			r.quietly(Password, password)
		}
	}
	return r.Secret(Credentials, bare)
}

// quietly remembers a secret that stands nowhere by itself; it is not counted.
func (r *Redactor) quietly(kind, value string) {
	if len(value) < wholeMin || Masked(value) {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, ok := r.seen[value]; !ok {
		e, ok := r.older[value]
		if !ok {
			e = r.entry(kind)
		}
		r.remember(value, e)
	}
}

// params replaces the long values of a list of parameters, as AWS signatures and
// Digest write them; scope lists and realms stay.
func (r *Redactor) params(list string) string {
	var b strings.Builder
	for i, p := range strings.Split(list, ",") {
		if i > 0 {
			b.WriteByte(',')
		}
		name, value, ok := strings.Cut(p, "=")
		bare := strings.Trim(strings.TrimSpace(value), `"`)
		switch key := strings.ToLower(strings.TrimSpace(name)); {
		case ok && bare != "" && key != "realm" && key != "scope" && key != "signedheaders" && key != "algorithm" && key != "uri" && key != "qop":
			b.WriteString(name + "=" + strings.Replace(value, bare, r.Secret(Signature, bare), 1))
		default:
			b.WriteString(p)
		}
	}
	return b.String()
}

// cookies keeps the names and attributes and replaces the values.
func (r *Redactor) cookies(value string, set bool) string {
	var b strings.Builder
	for i, p := range strings.Split(value, ";") {
		if i > 0 {
			b.WriteByte(';')
		}
		name, v, ok := strings.Cut(p, "=")
		v = strings.Trim(v, ` "`)
		if !ok || v == "" || set && i > 0 {
			b.WriteString(r.Text(p))
			continue
		}
		b.WriteString(name + "=" + r.cookie(name, v))
	}
	return b.String()
}

// cookie replaces one value. Ids that a site keeps in a cookie beside its session
// are replaced in place only: the same id may stand in the address of the call.
func (r *Redactor) cookie(name, value string) string {
	kind, _ := secretName(name)
	if (kind != "" || !diagnose.IsUUID(value)) && len(value) >= wholeMin || Masked(value) {
		return r.Secret(Cookie, value)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	e, ok := r.placed[value]
	if !ok {
		e = r.entry(Cookie)
		if len(r.placed) >= seenMax || r.placed == nil {
			r.placed = map[string]*entry{}
		}
		r.placed[strings.Clone(value)] = e
	}
	r.counted(e)
	return e.placeholder
}

// Remember keeps a secret for [Redactor.Sweep] and the last check, without counting
// it: the text it stands in is replaced elsewhere.
func (r *Redactor) Remember(kind, value string) {
	if r.sharing && kind == Token {
		r.share(value)
		return
	}
	r.quietly(kind, value)
}
