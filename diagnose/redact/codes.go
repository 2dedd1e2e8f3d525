package redact

import "strings"

// errorCode says that a value under a name such as "code" is an error code that
// mixes words, acronyms and a digit or two, as PowerBINotLicensedException and
// RequestFromB2CTenant do. Chance does not spell words of six letters.
func errorCode(v string) bool {
	digits := 0
	for i := range len(v) {
		if digit(v[i]) {
			digits++
		}
	}
	if digits > 2 {
		return false
	}
	for _, word := range [...]string{"Exception", "Denied", "Failed", "Forbidden", "Disabled", "Enabled", "Unauthorized", "Invalid", "License", "Permission", "Request", "Tenant"} {
		if strings.Contains(v, word) {
			return true
		}
	}
	return false
}
