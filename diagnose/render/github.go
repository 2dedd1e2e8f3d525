package render

import (
	"io"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// githubRenderer writes workflow commands, which GitHub Actions shows as
// annotations of the evidence files.
type githubRenderer struct{}

func (githubRenderer) Render(w io.Writer, r *diagnose.Report) error {
	var b []byte
	if conclusion(r) != diagnose.Explained {
		kind := "warning"
		if conclusion(r) == diagnose.WasNotRefused {
			kind = "notice"
		}
		b = annotation(b, kind, diagnose.Location{}, "why403: "+string(conclusion(r)), headline(r)+nextText(r))
	}
	for i := range r.Causes {
		b = causeAnnotation(b, &r.Causes[i], false)
	}
	for i := range r.Then {
		b = causeAnnotation(b, &r.Then[i], true)
	}
	_, err := w.Write(b)
	return err
}

func nextText(r *diagnose.Report) string {
	if r.Next == nil || r.Next.Run == "" {
		return ""
	}
	return "\n" + r.Next.Run
}

func causeAnnotation(b []byte, c *diagnose.Ranked, later bool) []byte {
	kind := map[string]string{"error": "error", "warning": "error", "note": "warning"}[level(c.Certainty, false)]
	if later {
		kind = "notice"
	}
	at := diagnose.Location{}
	for _, s := range c.Evidence {
		if inFile(s.At) {
			at = s.At
			break
		}
	}
	return annotation(b, kind, at, string(c.Cause)+" ("+certaintyWord(c.Certainty)+")", resultText(c, later))
}

func annotation(b []byte, kind string, at diagnose.Location, title, message string) []byte {
	b = append(append(b, "::"...), kind...)
	b = append(b, ' ')
	if at.Source != "" {
		b = append(append(b, "file="...), property(at.Source)...)
		if at.Line > 0 {
			b = strconv.AppendInt(append(b, ",line="...), int64(at.Line), 10)
			if at.Col > 0 {
				b = strconv.AppendInt(append(b, ",col="...), int64(at.Col), 10)
			}
		}
		b = append(b, ',')
	}
	b = append(append(b, "title="...), property(title)...)
	b = append(append(b, "::"...), data(message)...)
	return append(b, '\n')
}

// data escapes a workflow command's message as the runner undoes it.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(clean(s, true))
}

// property escapes a workflow command's parameter.
func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(line(s))
}
