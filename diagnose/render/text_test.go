package render_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

func TestTextVariants(t *testing.T) {
	golden(t, "full.explain.text", show(t, "text", render.Options{Explain: true}, full()))
	golden(t, "full.quiet.text", show(t, "text", render.Options{Quiet: true}, full()))
	golden(t, "inconclusive.quiet.text", show(t, "text", render.Options{Quiet: true}, inconclusive()))
	golden(t, "inconclusive.explain.text", show(t, "text", render.Options{Explain: true}, inconclusive()))
}

func TestTextColourAddsNoWords(t *testing.T) {
	ansi := regexp.MustCompile("\x1b\\[[0-9;]*m")
	for name, r := range fixtures() {
		plain := show(t, "text", render.Options{}, r)
		coloured := show(t, "text", render.Options{Color: true}, r)
		assert.NotContains(t, plain, "\x1b", name)
		assert.Contains(t, coloured, "\x1b[", name)
		assert.Equal(t, plain, ansi.ReplaceAllString(coloured, ""), name)
	}
}

// Lines keep to the width, but for one word or command that must stay whole.
func TestTextKeepsToTheWidth(t *testing.T) {
	for _, width := range []int{40, 80, 120} {
		for name, r := range fixtures() {
			for _, l := range strings.Split(show(t, "text", render.Options{Width: width}, r), "\n") {
				command := strings.Contains(l, "curl ") || strings.Contains(l, "https://")
				long := len(strings.Fields(strings.TrimLeft(l, " •✓✗?!"))) <= 2 || strings.Contains(l, "  \"")
				assert.True(t, utf8.RuneCountInString(l) <= width || command || long, "%s at %d: %s", name, width, l)
			}
		}
	}
}

// Rules of one cause quote the same words at different length; a reader needs them once,
// and the summary once.
func TestTextSaysNothingTwice(t *testing.T) {
	r := full()
	c := &r.Causes[0]
	c.Detail = "The token lacks scope conversation:write or conversations. The client asks for few."
	c.Evidence = append(c.Evidence, diagnose.Statement{At: c.Evidence[1].At, Says: "code app.not.authorized.for.scope"}, c.Evidence[0])
	got := show(t, "text", render.Options{}, r)
	assert.Equal(t, 1, strings.Count(got, "code app.not.authorized.for.scope names"))
	assert.NotContains(t, got, "• code app.not.authorized.for.scope (")
	assert.Equal(t, 1, strings.Count(got, "the scope claim lists conversation:view"))
	assert.Equal(t, 1, strings.Count(got, "The client asks for few."), "in the verdict, and not again below")
	assert.NotContains(t, got, "The token lacks scope conversation:write or conversations. The client")
}

func TestTextWrapsWideCharacters(t *testing.T) {
	r := full()
	r.Causes[0].Detail = strings.Repeat("权限不足", 30)
	for _, l := range strings.Split(show(t, "text", render.Options{}, r), "\n") {
		if strings.Contains(l, "权") {
			assert.LessOrEqual(t, 4+2*utf8.RuneCountInString(strings.TrimSpace(l)), 80, l)
		}
	}
}

func TestTextKeepsNamesAndCommandsWhole(t *testing.T) {
	got := show(t, "text", render.Options{Width: 30}, full())
	for _, whole := range []string{"conversation:write", "app.not.authorized.for.scope", "sha256:0123456789ab",
		full().Causes[0].Fixes[0].Run, full().Next.Run, full().Question.URL} {
		assert.Contains(t, got, whole)
	}
}

func TestHeadlines(t *testing.T) {
	first := func(r *diagnose.Report) string {
		s, _, _ := strings.Cut(show(t, "text", render.Options{Width: 500}, r), "\n")
		return s
	}
	scope := func(method string, need diagnose.Requirement, have ...string) *diagnose.Report {
		r := full()
		r.Question.Method, r.Causes[0].Need, r.Causes[0].Have = method, need, have
		return r
	}
	for want, r := range map[string]*diagnose.Report{
		"The token may read this conversation but not change it: it lacks the scope conversations.":          scope("POST", diagnose.AnyOf("conversations"), "users", "conversations:readonly"),
		"The token may read this conversation but not change it: it lacks the scopes conversations and x:y.": scope("DELETE", diagnose.AllOf("conversations", "x:y"), "conversation:view"),
		"The call was not refused: the server did what was asked (status 204).":                              {Conclusion: diagnose.WasNotRefused, Question: diagnose.Question{Status: diagnose.Know(204, diagnose.Location{})}},
		"The call was not refused: the server itself failed (status 502).":                                   {Conclusion: diagnose.WasNotRefused, Question: diagnose.Question{Status: diagnose.Know(502, diagnose.Location{})}},
		"The call was not refused.": {Conclusion: diagnose.WasNotRefused},
	} {
		assert.Equal(t, want, first(r))
	}
	for name, r := range map[string]*diagnose.Report{
		"reading call":     scope("GET", diagnose.AnyOf("conversations"), "conversations:readonly"),
		"nothing held":     scope("PATCH", diagnose.AnyOf("conversations")),
		"another kind":     scope("PATCH", diagnose.AnyOf("conversations"), "users:readonly"),
		"no reading scope": scope("PATCH", diagnose.AnyOf("conversations"), "conversation:write"),
		"reading is asked": scope("PATCH", diagnose.AnyOf("conversations:readonly"), "conversation:view"),
	} {
		assert.Equal(t, "The token lacks scope conversation:write or conversations.", first(r), name)
	}
}

func TestAReportSaysThatASignatureWasNotVerified(t *testing.T) {
	r := &diagnose.Report{Question: diagnose.Question{Principal: diagnose.Principal{Fingerprint: "sha256:0123456789ab"}},
		Case: &diagnose.Case{Token: &diagnose.Token{Kind: diagnose.Know(diagnose.JWT, diagnose.Location{})}}}
	for _, format := range []string{"text", "markdown", "html"} {
		assert.Contains(t, show(t, format, render.Options{}, r), "signature not verified", format)
	}
	r.Case.Token.Kind = diagnose.Know(diagnose.Opaque, diagnose.Location{})
	assert.NotContains(t, show(t, "text", render.Options{}, r), "signature")
}

// Where the cause is likely, what else could be brought is a line, not a list.
func TestTextOfALikelyCauseAsksForLittle(t *testing.T) {
	r := full()
	r.Causes = r.Causes[:1]
	r.Causes[0].Certainty = diagnose.Likely
	r.Unasked = []diagnose.Note{
		{Rule: "one", Ask: diagnose.Ask{What: "the request: its method and full address", Run: "curl -v"}},
		{Rule: "two", Ask: diagnose.Ask{What: "the token (the Authorization header), or its claims"}},
		{Rule: "three", Reason: "nothing would help"}}
	text := show(t, "text", render.Options{Width: 200}, r)
	assert.Contains(t, text, "\nCould not be asked\n  3 rules, some for want of the request, the token; --explain shows every rule and its reason\n")
	assert.NotContains(t, text, "bring the request")
}
