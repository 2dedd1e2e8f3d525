package render

import (
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// headline is the report in one sentence, for somebody tired.
func headline(r *diagnose.Report) string {
	switch conclusion(r) {
	case diagnose.Explained:
		if len(r.Causes) > 0 {
			return causeSentence(r)
		}
	case diagnose.WasNotRefused:
		return notRefusedSentence(&r.Question)
	case diagnose.Unexplained:
		return unexplainedSentence(r)
	}
	return inconclusiveSentence(r)
}

func causeSentence(r *diagnose.Report) string {
	c := &r.Causes[0].Finding
	if thing := readable(c, &r.Question); thing != "" {
		return "The token may read " + thing + " but not change it: it lacks " + named("scope", c.Need) + "."
	}
	return sentence(c.Summary)
}

func inconclusiveSentence(r *diagnose.Report) string {
	s := "The evidence does not decide why the call was refused"
	if _, known := r.Question.Status.Get(); !known && r.Question.Code == "" {
		s = "The evidence does not decide whether and why the call was refused"
	}
	if len(r.Causes) > 0 {
		s += "; it may be that " + strings.TrimPrefix(lower(r.Causes[0].Summary), "the server says that ")
	}
	if r.Next != nil && !r.Next.Empty() {
		return s + ". Bring next: " + strings.TrimSuffix(line(r.Next.What), ".") + "."
	}
	return s + "."
}

func unexplainedSentence(r *diagnose.Report) string {
	s := "No check finds a fault, and yet the call was refused: "
	if r.Question.Reference != "" {
		return s + "give the vendor's support the reference " + line(r.Question.Reference) + "."
	}
	return s + "ask the vendor's support."
}

func notRefusedSentence(q *diagnose.Question) string {
	status, ok := q.Status.Get()
	if !ok {
		return "The call was not refused."
	}
	how := "it failed for another reason"
	switch status / 100 {
	case 1, 2:
		how = "the server did what was asked"
	case 3:
		how = "the server sent it elsewhere"
	case 5:
		how = "the server itself failed"
	}
	s := "The call was not refused: " + how + " (status " + strconv.Itoa(status)
	if q.Code != "" {
		s += ", " + line(q.Code)
	}
	return s + ")."
}

// readable names the object that the token may read and not change, in words, or
// is empty where the facts do not show that. They show it when a writing call
// lacks a scope and a scope is held that reads things of the same kind.
func readable(c *diagnose.Finding, q *diagnose.Question) string {
	if c.Cause != diagnose.MissingScope || c.Need.Empty() || len(c.Need.Names) > 4 || !writes(q.Method) {
		return ""
	}
	for _, have := range c.Have {
		kind, action, _ := strings.Cut(have, ":")
		if action != "view" && action != "read" && action != "readonly" {
			continue
		}
		for _, need := range c.Need.Names {
			area, does, _ := strings.Cut(need, ":")
			if singular(area) != singular(kind) || does == "view" || does == "read" || does == "readonly" {
				continue
			}
			noun := line(singular(kind))
			if strings.HasSuffix(kind, "ss") || !strings.Contains(q.URL, "/"+noun+"s") {
				return "this"
			}
			return "this " + noun
		}
	}
	return ""
}

func writes(method string) bool {
	switch method {
	case "POST", "PUT", "PATCH", "DELETE":
		return true
	}
	return false
}

func singular(s string) string { return strings.TrimSuffix(s, "s") }

// named says what is needed: "the scope a (or b)", "the scopes a and b".
func named(noun string, need diagnose.Requirement) string {
	names := make([]string, len(need.Names))
	for i, n := range need.Names {
		names[i] = line(n)
	}
	switch {
	case len(names) == 1:
		return "the " + noun + " " + names[0]
	case need.Mode == diagnose.All:
		return "the " + noun + "s " + strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
	}
	return "the " + noun + " " + names[0] + " (or " + strings.Join(names[1:], ", or ") + ")"
}

// alternatives says a requirement in words: "a or b", "a and b".
func alternatives(need diagnose.Requirement) string {
	if need.Empty() {
		return ""
	}
	word := " or "
	if need.Mode == diagnose.All {
		word = " and "
	}
	names := make([]string, len(need.Names))
	for i, n := range need.Names {
		names[i] = line(n)
	}
	if len(names) > 3 {
		return string(need.Mode) + " of " + strings.Join(names, ", ")
	}
	return strings.Join(names, word)
}

// sentence makes a summary a sentence: a capital where it begins with a word and
// not with a name, and a full stop.
func sentence(s string) string {
	s = line(s)
	if s == "" {
		return "The call was refused."
	}
	word, _, _ := strings.Cut(s, " ")
	plain := true
	for i := range len(word) {
		plain = plain && word[i] >= 'a' && word[i] <= 'z'
	}
	if plain {
		s = string(s[0]-'a'+'A') + s[1:]
	}
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}

// lower makes a summary the middle of a sentence.
func lower(s string) string {
	s = strings.TrimSuffix(line(s), ".")
	if len(s) > 1 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z' {
		return string(s[0]-'A'+'a') + s[1:]
	}
	return s
}

// meaning says what a certainty stands for.
func meaning(c diagnose.Certainty) string {
	switch c {
	case diagnose.Certain:
		return "the server said so itself, or the facts leave no other reading"
	case diagnose.Likely:
		return "sufficient on its own, and nothing contradicts it"
	}
	return "it fits the evidence, which does not suffice"
}

// detail is what a finding adds to its summary.
func detail(f *diagnose.Finding) string {
	s := line(f.Detail)
	if rest, ok := strings.CutPrefix(s, sentence(f.Summary)); ok {
		return strings.TrimSpace(rest)
	}
	return s
}

// gist is the detail of an explained report's first cause where it is short enough to
// stand in the verdict, which alone may be too general: "the feature is off".
func gist(r *diagnose.Report) string {
	const most = 160
	if conclusion(r) != diagnose.Explained || len(r.Causes) == 0 {
		return ""
	}
	if s := detail(&r.Causes[0].Finding); len(s) <= most {
		return s
	}
	return ""
}

// grounds are the statements of a finding without those that only begin what another
// says of the same place: rules of one cause quote the same words at different length.
func grounds(f *diagnose.Finding) []diagnose.Statement {
	var out []diagnose.Statement
next:
	for i, s := range f.Evidence {
		for k, o := range f.Evidence {
			if k != i && s.At == o.At && strings.HasPrefix(o.Says, s.Says) && (len(o.Says) > len(s.Says) || k < i) {
				continue next
			}
		}
		out = append(out, s)
	}
	return out
}

// sure says how sure a finding is, as a sentence: "Likely: sufficient on its own, …"
func sure(c *diagnose.Ranked) string {
	word := certaintyWord(c.Certainty)
	s := strings.ToUpper(word[:1]) + word[1:] + ": " + meaning(c.Certainty)
	if h := rate(c.HitRate); h != "" {
		s += "; " + h
	}
	return s + "."
}

// rate says a hit rate in words, or nothing.
func rate(h *diagnose.HitRate) string {
	if h == nil || h.Of <= 0 || !(h.Value >= 0 && h.Value <= 1) {
		return ""
	}
	return "this rule was right in " + strconv.Itoa(int(h.Value*100+0.5)) + "% of " + strconv.Itoa(h.Of) + " labelled cases"
}
