package refusal

import "strings"

// codeMarks are what tools write in front of the server's code when they make a
// line of text of its answer: the SDKs of Azure "ErrorCode: X", Terraform
// `Code="X" Message="…"`, wrangler "[code: 10000]", discord.js "DiscordAPIError[50013]",
// azcopy "X-Ms-Error-Code: [X]".
var codeMarks = [...]string{"errorcode:", "errorcode=", "error code:", "error_code:", "error_code=", "code=", "code:", "error-code:", "with error:", "odata error:", "discordapierror["}

// quotedCode finds the server's code in a text that quotes it; empty where there is
// none. A status is no code, and neither is a common word.
func quotedCode(text string) string {
	text = text[:min(len(text), 4<<10)]
	for _, mark := range codeMarks {
		for rest := text; ; {
			i := index(rest, mark)
			if i < 0 {
				break
			}
			begins := i == 0 || !alnum(rest[i-1]) && rest[i-1] != '?' && rest[i-1] != '&' // a parameter of an address is none
			rest = rest[i+len(mark):]
			if code := codeWord(strings.TrimLeft(rest, ` "'[`+"`")); begins && code != "" {
				return code
			}
		}
	}
	return codeInParentheses(text)
}

// codeInParentheses reads the line of the Azure CLI: "ERROR: (AuthorizationFailed)
// The client …".
func codeInParentheses(text string) string {
	text = strings.TrimPrefix(text, "ERROR: ")
	if inside, found := strings.CutPrefix(text, "("); found {
		if code := codeWord(inside); len(code) < len(inside) && inside[len(code)] == ')' {
			return code
		}
	}
	return ""
}

// codeWord is the code with which text begins: a number of four digits and more, or
// a word that no prose has, with an underscore or a capital inside.
func codeWord(text string) string {
	n := 0
	for n < len(text) && alnum(text[n]) {
		n++
	}
	word := text[:n]
	if digits(word) {
		if n < 4 || n > 8 {
			return ""
		}
		return word
	}
	if strings.HasPrefix(word, "ERR_") {
		return "" // the client's own: ERR_BAD_REQUEST of axios
	}
	if n < 6 || n > 64 || !strings.ContainsRune(word[1:], '_') && strings.IndexFunc(word[1:], isCapital) < 0 {
		return ""
	}
	return word
}

func isCapital(r rune) bool { return 'A' <= r && r <= 'Z' }
