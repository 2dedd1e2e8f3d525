package redact

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
)

// What a secret is made of, and the forms in which an output may hold it.

// ordinary says that a short secret is a word, which reports may contain anyway.
func ordinary(v string) bool {
	for i := 0; i < len(v); i++ {
		if c := v[i]; !letter(c) && c != '-' && c != '_' && c != ':' && c != '.' && c != ' ' && c != '/' {
			return false
		}
	}
	return true
}

// mixed says that pieces of a secret are telling by themselves.
func mixed(v string) bool {
	n := 0
	for i := 0; i < len(v); i++ {
		n += int(byteClass[v[i]] & tellingByte)
	}
	return 6*n >= len(v)
}

// byteClass says what a byte is in a secret.
var byteClass = func() (t [256]uint8) {
	for i := range t {
		c := byte(i)
		if c >= 'A' && c <= 'Z' || digit(c) || c > ' ' && !letter(c) && c != '-' && c != '_' && c != ':' && c != '.' && c != '/' {
			t[i] |= tellingByte
		}
		if letter(c) || digit(c) || c == '-' || c == '_' || c == '.' {
			t[i] |= plainByte
		}
	}
	return t
}()

const (
	tellingByte = 1 // stands seldom in words
	plainByte   = 2 // is written as it is in addresses and JSON
)

// vocabulary says that a text of words is one that reports are made of.
func vocabulary(v string) bool {
	lower := strings.ToLower(v)
	for _, w := range []string{"conversation", "application/", "authorization", "permission", "readonly", "client_credentials", "division", "participant", "/api/"} {
		if strings.Contains(lower, w) {
			return true
		}
	}
	return false
}

func plainBytes(v string) bool {
	all := uint8(plainByte)
	for i := 0; i < len(v); i++ {
		all &= byteClass[v[i]]
	}
	return all != 0
}

// escaped gives a secret as addresses and JSON write it.
func escaped(v string) []string {
	forms := []string{url.QueryEscape(v)}
	if p := url.PathEscape(v); p != forms[0] {
		forms = append(forms, p)
	}
	if j, err := json.Marshal(v); err == nil && len(j) != len(v)+2 {
		forms = append(forms, string(j[1:len(j)-1]))
	}
	return forms
}

// base64Forms gives what base64 makes of a secret at each of the three places it
// may have inside of a longer text, without the characters that the neighbours decide.
func base64Forms(v string) []string {
	var forms []string
	for shift := 0; shift < 3; shift++ {
		text := base64.RawStdEncoding.EncodeToString([]byte("xx"[:shift] + v))
		first, last := (shift*8+5)/6, (shift+len(v))*8/6
		forms = append(forms, text[first:last])
		if u := strings.ReplaceAll(strings.ReplaceAll(text[first:last], "+", "-"), "/", "_"); u != text[first:last] {
			forms = append(forms, u)
		}
	}
	return forms
}
