package redact

import "strings"

// Where the things end that are told by their shape.

func phoneEnd(s string, i int) int {
	digits, stop := 0, i+1
	for stop < len(s) && (digit(s[stop]) || digits >= 1 && (s[stop] == ' ' || s[stop] == '-' || s[stop] == '(' || s[stop] == ')') && stop+1 < len(s) && (digit(s[stop+1]) || s[stop+1] == '(' || s[stop+1] == ')')) {
		if digit(s[stop]) {
			digits++
		}
		stop++
	}
	if digits < 7 || digits > 17 {
		return -1
	}
	for stop < len(s) && runByte[s[stop]] {
		stop++
	}
	return stop
}

// emailStart goes back over what the run before the "@" leaves out: dots, plus
// signs and percent signs.
func emailStart(s string, start, floor int) int {
	for start > floor && (runByte[s[start-1]] || (s[start-1] == '.' || s[start-1] == '+') && start-1 > floor && runByte[s[start-2]]) {
		start--
	}
	return start
}

// emailEnd is where the address with its "@" at i ends; -1 where it is none.
func emailEnd(s string, i int) int {
	stop, dot := i+1, -1
	for stop < len(s) && (runByte[s[stop]] || s[stop] == '.') {
		if s[stop] == '.' {
			dot = stop
		}
		stop++
	}
	if stop > i && s[stop-1] == '.' {
		stop--
		dot = strings.LastIndexByte(s[:stop], '.')
	}
	if dot <= i+1 || stop-dot < 3 || !letter(s[dot+1]) {
		return -1
	}
	return stop
}

// prefixed recognises tokens by the prefixes that their issuers gave them.
func prefixed(v string) string {
	switch v[0] {
	case 'A':
		switch {
		case len(v) == 20 && (strings.HasPrefix(v, "AKIA") || strings.HasPrefix(v, "ASIA")) && strings.ToUpper(v) == v:
			return APIKey
		case len(v) >= 35 && strings.HasPrefix(v, "AIza"):
			return APIKey
		}
	case 'g', 'x', 's', 'n', 'r', 'p', 'd', 'y', 'h':
		for _, p := range [...]string{"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xapp-",
			"sk-", "sk_live_", "sk_test_", "rk_live_", "pk_live_", "shpat_", "npm_", "dop_v1_", "pypi-", "hf_", "pat-na1-", "pat-eu1-"} {
			if strings.HasPrefix(v, p) && random(v[len(p):]) {
				return Token
			}
		}
		if strings.HasPrefix(v, "ya29") && len(v) > 30 {
			return Token
		}
	}
	return ""
}
