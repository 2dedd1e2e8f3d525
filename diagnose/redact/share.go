package redact

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// NewSharing makes a Redactor whose output is meant to be read again: the header and
// the claims of a JWT stay, without what names a person, and only its signature is
// replaced.
func NewSharing() *Redactor {
	r := New()
	r.sharing = true
	return r
}

// The kinds of bearer token without claims, where claims would be kept: one that was
// made so, and a JWT that is damaged.
const (
	Opaque = "opaque"
	Broken = "broken"
)

// sharedMax bounds the tokens whose shared form is remembered.
const sharedMax = 64

// share gives what a token looks like to those it is shared with: header and claims
// say the same, but no piece of the token as it was sent is left. So the last check
// may know the whole of it, and a piece that stands elsewhere is found.
func (r *Redactor) share(token string) string {
	compact := strings.Map(func(c rune) rune {
		if c == ' ' || c == '\n' || c == '\r' || c == '\t' {
			return -1
		}
		return c
	}, token)
	head, rest, ok := strings.Cut(compact, ".")
	payload, signature, _ := strings.Cut(rest, ".")
	header, claims := segment(head), segment(payload)
	switch {
	case strings.HasPrefix(head, "eyJ") && !(json.Valid(header) && json.Valid(claims)):
		return r.broken(compact, header)
	case !ok || !json.Valid(header) || !json.Valid(claims):
		return r.opaque(token)
	}
	if signature == "" || Masked(signature) {
		return r.readable(compact, string(header), string(claims), isApart(string(header))) + compact[len(head)+1+len(payload):]
	}
	r.quietly(Token, compact)
	return r.readable(compact, string(header), string(claims), false) + "." + r.Secret(Signature, signature)
}

// broken keeps what is wrong with a JWT: how many segments it has, whether the first
// of them can be read, and that it was cut off.
func (r *Redactor) broken(token string, header []byte) string {
	whole := strings.TrimRight(token, ".…*")
	dots := strings.Count(whole, ".")
	stand := r.Secret(Broken, token)
	if dots > 0 && json.Valid(header) {
		stand = encode(apart(string(header))+" ") + "." + stand
		dots--
	} else {
		stand = "eyJ" + stand
	}
	return stand + strings.Repeat(".", dots) + token[len(whole):]
}

// opaque keeps that there is blank space in the middle of a token, which is a fault.
func (r *Redactor) opaque(token string) string {
	stand := r.Secret(Opaque, token)
	if strings.ContainsAny(strings.TrimSpace(token), " \t\r\n") && stand != token {
		return stand + " " + stand
	}
	return stand
}

// readable gives header and claims without what names a person, and unless they came
// out of here before, without a piece of the token.
func (r *Redactor) readable(token, header, claims string, again bool) string {
	claims = r.claims(claims)
	if again {
		return encode(header) + "." + encode(claims)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	kept, ok := r.shared[token]
	if !ok {
		kept = encode(apart(header)+" ") + "." + encode(apart(claims))
		if len(r.shared) >= sharedMax || r.shared == nil {
			r.shared = map[string]string{}
		}
		r.shared[strings.Clone(token)] = kept
	}
	return kept
}

// segment decodes a part of a JWT; nil where it is none.
func segment(part string) []byte {
	text, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(part, "="))
	if err != nil {
		return nil
	}
	return text
}

func encode(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// apart writes JSON that says the same, but whose base64 has no piece of the base64 of
// the JSON as it was, or of a similar token: no eight bytes in a row stay as they
// are, for a blank before the punctuation, a byte as \u0061, a number as 17000.00000e5.
// A number of more than fourteen digits, which no claim of a token has, keeps eight of
// them together: it has but one decimal point.
func apart(text string) string {
	const most = 5
	var b strings.Builder
	run, inside := 0, false
	for i := 0; i < len(text); i++ {
		c := text[i]
		run++
		switch {
		case inside && c == '\\':
			n := len(`\n`)
			if text[i+1] == 'u' {
				n = len(`\u0061`)
			}
			b.WriteString(text[i : i+n])
			i, run = i+n-1, run+n-1
			continue
		case c == '"':
			inside = !inside
		case inside && c < utf8.RuneSelf && run > most:
			b.WriteString(`\u00` + hex.EncodeToString([]byte{c}))
			run = 0
			continue
		case !inside && run > most/2 && letter(c) && !letter(text[i-1]), // true, false, null
			!inside && run > most && strings.IndexByte(":,}]", c) >= 0:
			b.WriteByte(' ')
			run = 1
		case !inside && (digit(c) || c == '-'):
			number := numberAt(text[i:])
			if run+len(number) > most {
				b.WriteByte(' ')
				run = 1
			}
			moved := pointed(number)
			if b.WriteString(moved); moved != number {
				run = 0
			}
			i, run = i+len(number)-1, run+len(number)-1
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// numberAt gives the number that s begins with.
func numberAt(s string) string {
	end := 1
	for end < len(s) && (digit(s[end]) || strings.IndexByte("+-.eE", s[end]) >= 0) {
		end++
	}
	return s[:end]
}

// pointed moves the decimal point of a long number.
func pointed(number string) string {
	whole, fraction, _ := strings.Cut(number, ".")
	if len(whole) < window || strings.ContainsAny(number, "eE") {
		return number
	}
	half := len(whole) / 2
	return whole[:half] + "." + whole[half:] + fraction + "e" + strconv.Itoa(len(whole)-half)
}

// isApart says whether a text came out of apart.
func isApart(text string) bool {
	return strings.HasPrefix(text, "{ ") || strings.Contains(text[:strings.IndexByte(text, ':')+1], " :")
}

// claims replaces what names a person, and ids that are as good as the token.
func (r *Redactor) claims(text string) string {
	w := walker{r: r, s: text, last: true, person: true}
	w.walk()
	clean, _ := w.done()
	return r.Conceal(clean)
}

// personal says whether a claim of this name names a person.
func personal(key string) bool {
	switch key {
	case "name", "given_name", "family_name", "middle_name", "nickname", "preferred_username", "username", "unique_name", "upn", "email",
		"phone_number", "picture", "birthdate", "ipaddr", "jti", "sid", "uti", "nonce":
		return true
	}
	return false
}
