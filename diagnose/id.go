package diagnose

import "strings"

// IDKinds are the kinds of object whose UUIDs have pseudonyms of their own:
// ⟨user-1⟩. The last stands for every other kind.
func IDKinds() []string {
	return []string{"user", "client", "org", "division", "conversation", "participant", "communication", "queue", "group", "role",
		"team", "location", "site", "station", "flow", "id"}
}

// IsUUID says whether s is written as RFC 9562 writes a UUID, or is the pseudonym of
// one, as reports and redacted captures have it: ⟨user-1⟩.
func IsUUID(s string) bool {
	if strings.HasPrefix(s, "⟨") {
		return isPseudonym(s)
	}
	if len(s) != 36 {
		return false
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return false
			}
		} else if (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'f') {
			return false
		}
	}
	return true
}

func isPseudonym(s string) bool {
	inner, ok := strings.CutSuffix(strings.TrimPrefix(s, "⟨"), "⟩")
	kind, number, dash := strings.Cut(inner, "-")
	if !ok || !dash || number == "" || strings.Trim(number, "0123456789") != "" {
		return false
	}
	for _, k := range IDKinds() {
		if k == kind {
			return true
		}
	}
	return false
}
