package render

import (
	"bytes"
	"cmp"
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// MostKinds bounds a Tally's memory: of captures with more kinds of refusals than this
// the callers are not told apart any more, and beyond twice as many nothing is.
const MostKinds = 2000

// Tally groups reports that have the same cause, operation and caller. Its memory
// is bounded, however many reports are added. It is not for several goroutines.
type Tally struct {
	calls, refused int
	left           int // refusals in no group
	groups         map[string]*Group
	matters        map[string]bool // kinds that were met, whoever called
}

// Kind is the same for reports that belong to one group. A zero byte ends each field;
// the first is the conclusion, the last the caller.
type Kind []byte

// Conclusion gives the conclusion of the reports of a kind.
func (k Kind) Conclusion() diagnose.Conclusion {
	first, _, _ := bytes.Cut(k, fieldEnd)
	return diagnose.Conclusion(first)
}

// matter is the kind without the caller, and the caller.
func (k Kind) matter() (matter, caller []byte) {
	k = bytes.TrimSuffix(k, fieldEnd)
	i := bytes.LastIndexByte(k, 0) + 1
	return k[:i], k[i:]
}

// matterKey reads back what KindOf wrote of all but the caller.
func matterKey(matter []byte) groupKey {
	var f [8]string
	for i := range f {
		var field []byte
		field, matter, _ = bytes.Cut(matter, fieldEnd)
		f[i] = string(field)
	}
	return groupKey{conclusion: diagnose.Conclusion(f[0]), cause: diagnose.Cause(f[1]), operation: f[2], method: f[3], host: f[4], invoked: f[5], platform: f[6], summary: f[7]}
}

var fieldEnd = []byte{0}

// KindOf gives the kind of a report.
func KindOf(r *diagnose.Report) Kind {
	k := keyOf(r)
	b := make(Kind, 0, 160)
	for _, s := range [...]string{string(k.conclusion), string(k.cause), k.operation, k.method, k.host, k.invoked, k.platform, k.summary, k.principal} {
		b = append(append(b, s...), 0)
	}
	return b
}

type groupKey struct {
	conclusion            diagnose.Conclusion
	cause                 diagnose.Cause
	operation, principal  string
	method, host, invoked string // where the operation is not known
	platform, summary     string // where the address is not known either
}

// Group is one kind of refusal and how often it was met.
type Group struct {
	Count      int
	Conclusion diagnose.Conclusion
	Cause      diagnose.Cause // empty where nothing was explained
	Rule       diagnose.RuleID
	Operation  string // the catalog's id, or method and path with ids replaced
	Principal  string // "user sha256:0123456789ab", by the first token; empty where nothing is known
	First      string // the first piece of input it was met in
	Verdict    string // the first report's verdict in one sentence
	Fix        diagnose.Fix
	point      string // the first report's cause in its rule's words
	matter     string // its kind without the caller
	caller     bool   // who called is known
	order      int    // among the groups, as they were met
	tokens     bool   // there may be others than the first
}

// Add counts a report and says whether it is the first of its kind, whoever called. It
// keeps nothing of it but a few short strings.
func (t *Tally) Add(r *diagnose.Report) (first bool) {
	g, first := t.count(KindOf(r))
	if g != nil && g.Count == 1 {
		describe(g, r)
	}
	return first
}

// Count is Add for a report of which the kind is all that is at hand. A group that
// begins with it knows its cause and operation, and no more.
func (t *Tally) Count(k Kind) { t.count(k) }

func (t *Tally) count(k Kind) (g *Group, first bool) {
	t.calls++
	if k.Conclusion() == diagnose.WasNotRefused {
		return nil, false
	}
	t.refused++
	if g := t.groups[string(k)]; g != nil {
		g.Count++
		return g, false
	}
	matter, caller := k.matter()
	if len(t.groups) >= MostKinds && len(caller) > 0 {
		k, caller = append(slices.Clip(matter), 0), nil // whoever called
		if g := t.groups[string(k)]; g != nil {
			g.Count++
			return g, false
		}
	}
	if len(t.groups) >= 2*MostKinds {
		t.left++
		return nil, false
	}
	if t.groups == nil {
		t.groups, t.matters = map[string]*Group{}, map[string]bool{}
	}
	key := matterKey(matter)
	g = &Group{Count: 1, Conclusion: key.conclusion, Cause: key.cause, Operation: key.where(), matter: string(matter), caller: len(caller) > 0, order: len(t.groups)}
	first = !t.matters[g.matter]
	t.groups[string(k)], t.matters[g.matter] = g, true
	return g, first
}

// Calls counts the reports that were added, those on calls that were not refused
// among them.
func (t *Tally) Calls() int { return t.calls }

// Headline is the tally in one sentence: "412 refusals, 3 causes; 20 not explained."
func (t *Tally) Headline() string { return t.headline(t.Groups()) }

func keyOf(r *diagnose.Report) groupKey {
	q := &r.Question
	k := groupKey{conclusion: conclusion(r), principal: cmp.Or(q.Principal.Caller, q.Principal.Fingerprint)}
	if k.conclusion == diagnose.Explained && len(r.Causes) > 0 {
		k.cause = r.Causes[0].Cause
	}
	if q.Operation != nil && q.Operation.ID != "" {
		k.operation = q.Operation.ID
		return k
	}
	k.method = q.Method
	if q.URL == "" {
		k.platform = q.Platform
		if k.cause != "" {
			k.summary = r.Causes[0].Summary
		}
		return k
	}
	address, _, _ := strings.Cut(q.URL, "?")
	if _, after, ok := strings.Cut(address, "://"); ok {
		address = after
	}
	var path string
	k.host, path, _ = strings.Cut(address, "/")
	k.invoked = template(path)
	return k
}

// where is the operation's name, or method and address.
func (k *groupKey) where() string {
	if k.operation != "" || k.host == "" && k.invoked == "" {
		return line(cmp.Or(k.operation, k.method))
	}
	return line(k.method + " " + k.host + "/" + k.invoked)
}

// fingerprint tells results of later runs that are the same finding on the same
// operation, whatever file it was read from.
func fingerprint(r *diagnose.Report, c *diagnose.Ranked) string {
	k, h := keyOf(r), fnv.New64a()
	for _, s := range []string{string(c.Cause), string(c.Rule), k.operation, k.method, k.host, k.invoked, k.platform} {
		io.WriteString(h, s+"\x00")
	}
	return strconv.FormatUint(h.Sum64(), 16)
}

// describe tells in a group what its first report says.
func describe(g *Group, r *diagnose.Report) {
	g.Verdict = headline(r)
	if p := r.Question.Principal; p.Fingerprint != "" {
		g.Principal = line(strings.TrimPrefix(p.Kind, "unknown") + " " + p.Fingerprint)
		g.tokens = p.Caller != ""
	}
	g.First = strings.Clone(line(inputName(r)))
	if g.Cause != "" {
		c := &r.Causes[0]
		g.Rule, g.point = c.Rule, strings.Clone(c.Summary)
		if len(c.Fixes) > 0 {
			f := c.Fixes[0]
			g.Fix = diagnose.Fix{By: f.By, Where: strings.Clone(f.Where), Do: strings.Clone(f.Do), Run: strings.Clone(f.Run)}
		}
	}
}

// template replaces the parts of a path that look like ids, so that one operation
// is one group.
func template(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if looksLikeID(p) {
			parts[i] = "{id}"
		}
	}
	return strings.Join(parts, "/")
}

// looksLikeID says whether a path segment holds digits and is no version ("v2"),
// or is longer than words are.
func looksLikeID(s string) bool {
	if len(s) > 1 && (s[0] == 'v' || s[0] == 'V') && strings.Trim(s[1:], "0123456789.") == "" {
		return false
	}
	return len(s) > 40 || strings.ContainsAny(s, "0123456789⟨")
}

// Groups returns the groups, the most frequent first.
func (t *Tally) Groups() []Group {
	sorted := slices.SortedFunc(maps.Values(t.groups), func(a, b *Group) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Cause, b.Cause), cmp.Compare(a.Conclusion, b.Conclusion),
			cmp.Compare(a.Operation, b.Operation), cmp.Compare(a.Principal, b.Principal), cmp.Compare(a.Verdict, b.Verdict), cmp.Compare(a.order, b.order))
	})
	gs := make([]Group, len(sorted))
	for i, g := range sorted {
		if gs[i] = *g; g.tokens && g.Count > 1 {
			kind, token, _ := strings.Cut(g.Principal, "sha256:")
			gs[i].Principal = "one " + cmp.Or(strings.TrimSpace(kind), "caller") + " (first token sha256:" + token + ")"
		}
	}
	return gs
}

// headline is the tally in one sentence: "412 refusals, 3 causes; 20 undecided."
func (t *Tally) headline(gs []Group) string {
	if t.calls == 0 {
		return "No call was brought."
	}
	causes := map[diagnose.Cause]bool{}
	undecided := 0
	for _, g := range gs {
		if g.Cause != "" {
			causes[g.Cause] = true
		} else {
			undecided += g.Count
		}
	}
	s := plural(t.refused, "refusal") + ", " + plural(len(causes), "cause")
	if undecided > 0 {
		s += "; " + strconv.Itoa(undecided) + " not explained"
	}
	if n := t.calls - t.refused; n > 0 {
		s += "; " + plural(n, "other call") + " not refused"
	}
	if t.left > 0 {
		s += "; " + strconv.Itoa(t.left) + " of further kinds, which are not told apart"
	}
	return s + "."
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}

// title is what a group is of: "missing_scope", or the conclusion where nothing
// was explained.
func (g *Group) title() string {
	if g.Cause != "" {
		return line(string(g.Cause))
	}
	return line(string(g.Conclusion))
}
