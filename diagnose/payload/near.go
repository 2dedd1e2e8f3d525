package payload

import (
	"strings"
	"unicode"
)

// near returns the one candidate that name was probably meant to be; empty where
// none or several are as near. Case, "_", "-" and spaces do not count.
func near(name string, candidates []string) string {
	folded := fold(name)
	if folded == "" {
		return ""
	}
	// Short words are near to everything.
	allowed := min(len(folded)/4, 2)
	best, at, twice := "", allowed+1, false
	for _, c := range candidates {
		d := distance(folded, fold(c), allowed)
		switch {
		case d < at:
			best, at, twice = c, d, false
		case d == at && at <= allowed:
			twice = true
		}
	}
	if twice {
		return ""
	}
	return best
}

// partOf returns the one candidate that name is the beginning or the end of, or
// the other way round, at a word's edge: "id" for "participantId".
func partOf(name string, candidates []string) string {
	best := ""
	for _, c := range candidates {
		if !edge(name, c) && !edge(c, name) {
			continue
		}
		if best != "" {
			return ""
		}
		best = c
	}
	return best
}

// edge says whether long ends or begins with the word short.
func edge(short, long string) bool {
	if len(short) < 2 || len(short) >= len(long) {
		return false
	}
	if rest := long[len(long)-len(short):]; strings.EqualFold(rest, short) {
		return unicode.IsUpper(rune(rest[0])) || strings.ContainsRune("_-", rune(long[len(long)-len(short)-1]))
	}
	if strings.EqualFold(long[:len(short)], short) {
		next := rune(long[len(short)])
		return unicode.IsUpper(next) || next == '_' || next == '-'
	}
	return false
}

func fold(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' || r == '.' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// distance counts the letters to insert, drop, change or swap to make a into b;
// more than limit is limit+1.
func distance(a, b string, limit int) int {
	if a == b {
		return 0
	}
	if limit == 0 || max(len(a)-len(b), len(b)-len(a)) > limit || len(a) > 64 || len(b) > 64 {
		return limit + 1
	}
	var rows [3][66]int
	before, last, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit+1)
}
