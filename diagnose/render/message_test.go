package render_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/render"
)

// ways stands in for what the rules know of a platform.
func ways(c diagnose.Change) []diagnose.Way {
	return []diagnose.Way{
		{Means: "Admin pages", Steps: "Open the client.\nAdd " + strings.Join(c.Scopes, ", ") + "."},
		{Means: "Command line", Language: "sh", Steps: "tool allow '" + strings.Join(c.Scopes, " ") + "'"},
	}
}

func message(t *testing.T, format string, to diagnose.Actor, r *diagnose.Report) string {
	t.Helper()
	x, err := render.Message(format, to, render.Options{Ways: ways})
	require.NoError(t, err)
	var out bytes.Buffer
	require.NoError(t, x.Render(&out, r))
	return out.String()
}

// withChange is the full report with a fix that programs can apply.
func withChange() *diagnose.Report {
	r := full()
	r.Causes[0].Fixes[1].Change = &diagnose.Change{Kind: diagnose.AllowScopes, ToClient: true, Scopes: []string{"conversations", "routing"}}
	return r
}

func TestMessageGoldens(t *testing.T) {
	for _, format := range []string{"text", "markdown"} {
		for name, m := range map[string]struct {
			to diagnose.Actor
			r  *diagnose.Report
		}{
			"full.admin":         {diagnose.Admin, withChange()},
			"full.developer":     {diagnose.Developer, full()},
			"full.network":       {diagnose.Network, full()},
			"perhaps.developer":  {diagnose.Developer, perhaps()},
			"inconclusive.admin": {diagnose.Admin, inconclusive()},
			"unexplained.vendor": {diagnose.Vendor, unexplained()},
			"not-refused.user":   {diagnose.Person, notRefused()},
			"empty.admin":        {diagnose.Admin, &diagnose.Report{}},
		} {
			t.Run(name+"/"+format, func(t *testing.T) { golden(t, "message."+name+"."+format, message(t, format, m.to, m.r)) })
		}
	}
}

// Whoever has nothing to mend is told so in one sentence, which names who has.
func TestMessageToSomebodyElse(t *testing.T) {
	got := message(t, "text", diagnose.Network, full())
	assert.Equal(t, "Nothing in this report is for the network team to mend; it is for the developer\nor the administrator (--message developer, --message admin).\n", got)
	assert.Equal(t, 1, strings.Count(message(t, "markdown", diagnose.Vendor, full()), "\n"))
}

// What only follows the first cause is said to follow it.
func TestMessageAboutWhatWouldFailNext(t *testing.T) {
	r := full()
	r.Causes[0].Fixes = r.Causes[0].Fixes[:1]
	got := message(t, "markdown", diagnose.Admin, r)
	assert.Contains(t, got, "That is for the developer to mend. Once it is mended, the next check would stop the call, and that one is yours")
	assert.Contains(t, got, "Give the user the role Manage conversations.")
	assert.NotContains(t, got, "Allow the scope")
}

func TestMessageRefusesWhatItCannotDo(t *testing.T) {
	_, err := render.Message("html", diagnose.Admin, render.Options{})
	assert.EqualError(t, err, `no message in format "html" (one of text, markdown)`)
	_, err = render.Message("text", "boss", render.Options{})
	assert.EqualError(t, err, `no message to "boss" (one of developer, admin, user, network, vendor)`)
}

// Nothing a server wrote can steer the reader's terminal or leave a code block.
func TestMessageShowsForeignTextAsText(t *testing.T) {
	r := full()
	r.Question.Message = "<b>no</b>\x1b[2J\u202e``` [x](https://evil.example)"
	r.Causes[0].Fixes[0].Run = "echo 1\n```\n# out"
	for _, format := range []string{"text", "markdown"} {
		got := message(t, format, diagnose.Developer, r)
		assert.NotContains(t, got, "\x1b")
		assert.NotContains(t, got, "\u202e")
	}
	assert.Contains(t, message(t, "markdown", diagnose.Developer, r), "````sh\necho 1\n```\n# out\n````\n")
}
