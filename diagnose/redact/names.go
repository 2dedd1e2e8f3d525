package redact

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// secretName tells whether a field of this name holds a secret, and of which
// kind. Where it is not sure of it ("code", "key", "session"), the value decides.
func secretName(name string) (kind string, sure bool) {
	if len(name) < 3 || len(name) > 64 {
		return "", false
	}
	var buf [64]byte
	n := 0
	for i := 0; i < len(name); i++ {
		switch c := name[i]; {
		case c >= 'A' && c <= 'Z':
			buf[n] = c + 'a' - 'A'
			n++
		case c != '_' && c != '-' && c != '.' && c != ' ' && c != '[' && c != ']':
			buf[n] = c
			n++
		}
	}
	if n < 3 {
		return "", false
	}
	flat := buf[:n]
	// Most names are no secret: their last letter says so before any comparison.
	switch flat[n-1] {
	case 'd', 's', 'e', 't', 'n', 'y', 'h', 'r', 'g', 'p', 'l', 'i', 'w':
		return flatName(string(flat))
	}
	return "", false
}

func flatName(n string) (kind string, sure bool) {
	switch n {
	case "password", "passwd", "pwd", "passphrase", "passcode", "userpassword", "clientpassword":
		return Password, true
	case "clientassertion", "assertion", "samlresponse", "samlassertion", "jwt", "bearer", "jwtassertion":
		return Token, true
	case "authorization", "proxyauthorization", "auth", "credential", "credentials", "xamzcredential", "basicauth":
		return Credentials, false
	case "cookie", "setcookie", "session", "sessionid", "sid", "jsessionid", "phpsessid", "sessioncookie":
		return Cookie, false
	case "signature", "sig", "xamzsignature", "xgoogsignature":
		return Signature, false
	case "code", "codeverifier", "authcode", "authorizationcode", "devicecode", "usercode", "otp", "key", "nonce", "jti", "pin", "raw":
		return Other, false
	case "awsaccesskeyid", "accesskeyid", "accesskey", "secretaccesskey", "accountkey", "sharedkey", "subscriptionkey", "ocpapimsubscriptionkey", "functionskey", "xfunctionskey":
		return APIKey, true
	case "privatekey":
		return PrivateKey, true
	}
	switch {
	case strings.HasSuffix(n, "secret"):
		return ClientKey, true
	case strings.HasSuffix(n, "apikey"):
		return APIKey, true
	case strings.HasSuffix(n, "password"):
		return Password, true
	case strings.HasSuffix(n, "accesstoken"), strings.HasSuffix(n, "refreshtoken"), strings.HasSuffix(n, "idtoken"),
		strings.HasSuffix(n, "authtoken"), strings.HasSuffix(n, "sessiontoken"), strings.HasSuffix(n, "securitytoken"):
		return Token, true
	case strings.HasSuffix(n, "token"):
		return Token, false
	}
	return "", false
}

// Masked says that a value is a stand-in for a secret and not one itself: "***",
// "[REDACTED]", "$TOKEN", "{{token}}", "<token>", "⟨token-1⟩", "...".
func Masked(v string) bool {
	v = strings.Trim(v, " \t\r\n\"'`")
	if v == "" {
		return true
	}
	switch v[0] {
	case '$':
		return variable(strings.Trim(v, "${}()"))
	case '%':
		return len(v) > 2 && v[len(v)-1] == '%' && variable(strings.Trim(v, "%"))
	case '{', '<', '[', '(':
		if closed(v) && len(v) < 80 {
			return true
		}
	}
	if strings.HasPrefix(v, "⟨") && placeholders(v) {
		return true
	}
	if strings.Trim(v, "*.xX•…#-_?") == "" {
		return true
	}
	if len(v) > 40 {
		return false
	}
	upper := strings.ToUpper(strings.Trim(v, "*.-_#<>[]{}()"))
	for _, w := range []string{"REDACTED", "MASKED", "HIDDEN", "REMOVED", "FILTERED", "SECRET", "TOKEN", "ACCESS_TOKEN", "ACCESSTOKEN", "MY_TOKEN", "YOUR_TOKEN",
		"YOUR_ACCESS_TOKEN", "YOUR-TOKEN", "YOUR_TOKEN_HERE", "OMITTED", "SNIP", "PASSWORD", "UNDEFINED", "NULL", "NONE", "STRIPPED", "SANITIZED", "CENSORED"} {
		if upper == w {
			return true
		}
	}
	return strings.Contains(upper, "REDACTED") && !strings.ContainsAny(v, "0123456789") && len(v) < 24
}

// placeholders says that a value is made of placeholders, and blanks between them.
func placeholders(v string) bool {
	for v != "" {
		after, ok := strings.CutPrefix(v, "⟨")
		end := strings.Index(after, "⟩")
		if !ok || end < 0 || strings.Contains(after[:end], "⟨") {
			return false
		}
		v = strings.TrimLeft(after[end+len("⟩"):], " ")
	}
	return true
}

func closed(v string) bool {
	switch last := v[len(v)-1]; v[0] {
	case '{':
		return last == '}'
	case '<':
		return last == '>'
	case '[':
		return last == ']'
	default:
		return last == ')'
	}
}

// variable says that a word is the name of a variable that holds a secret, and not
// a secret that begins with a dollar sign.
func variable(w string) bool {
	upper := strings.ToUpper(w)
	for i := 0; i < len(w); i++ {
		if c := w[i]; c != '_' && c != '.' && c != ':' && c != '-' && !letter(c) && !digit(c) {
			return false
		}
	}
	if w == upper {
		return w != "" && len(w) < 64
	}
	for _, part := range [...]string{"TOKEN", "SECRET", "KEY", "PASS", "AUTH", "JWT", "BEARER", "CRED"} {
		if strings.Contains(upper, part) {
			return true
		}
	}
	return false
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func digit(c byte) bool  { return c >= '0' && c <= '9' }

// random says that a value looks made by a machine: letters with digits or in
// mixed case, without the separators of names.
func random(v string) bool {
	if len(v) < wholeMin || strings.ContainsAny(v, " \t\r\n") {
		return false
	}
	var upper, lower, digits, breaks int
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= 'A' && c <= 'Z':
			if i > 0 && v[i-1] >= 'a' && v[i-1] <= 'z' {
				breaks++
			}
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		case digit(c):
			digits++
		}
	}
	switch letters := upper + lower; {
	case len(v) == digits:
		return false
	case digits > 0 && letters > 0:
		return true
	case len(v) >= 20 && upper >= 3 && lower >= 3 && breaks >= 3:
		return !camelCase(v)
	}
	return false
}

// camelCase says that a value is written in words, as error codes are:
// SignatureDoesNotMatch. Chance does not put three letters and a half, on average,
// between one capital and the next.
func camelCase(v string) bool {
	words, run := 0, 2
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= 'A' && c <= 'Z':
			if run < 2 {
				return false
			}
			words, run = words+1, 1
		case c >= 'a' && c <= 'z':
			run++
		default:
			return false
		}
	}
	return run >= 2 && 2*len(v) >= 7*words
}

// telling decides for names that are not sure of it.
func telling(kind, v string) bool {
	if kind == Token { // Bot …
		if scheme, rest, ok := strings.Cut(v, " "); ok && len(scheme) <= 12 {
			v = rest
		}
	}
	if diagnose.IsUUID(v) || !random(v) {
		return false
	}
	return kind != Other || len(v) >= 16 && !strings.ContainsAny(v, ".:/") && !errorCode(v)
}

// dense says that a run is a machine-made token by its length and mixture alone.
func dense(v string) bool {
	if len(v) < 40 {
		return false
	}
	var upper, lower, digits int
	for i := 0; i < len(v); i++ {
		switch c := v[i]; {
		case c >= 'A' && c <= 'Z':
			upper++
		case c >= 'a' && c <= 'z':
			lower++
		case digit(c):
			digits++
		}
	}
	return upper >= 4 && lower >= 4 && digits >= 3
}
