package payload

import (
	"errors"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// walk goes through a body and its schema side by side, notes what is wrong and
// returns the body mended.
type walk struct {
	root         *schema
	problems     []Problem
	placeholders int
	stuck        bool // something is wrong that cannot be mended without inventing a value
	trials       int  // how many trials stand inside one another
	depth        int  // how many checks stand inside one another
}

// Alternatives inside alternatives, and schemas that refer to themselves, grow
// without bound. What lies deeper than maxDepth is taken as it is; a body that
// takes more than maxSteps cannot be judged.
const (
	maxTrials = 4
	maxDepth  = 128
	maxSteps  = 1 << 18
)

func (w *walk) note(at, keyword, text, near string) {
	w.problems = append(w.problems, Problem{Pointer: at, Keyword: keyword, Text: text, Near: near})
}

// beyond notes a problem that cannot be mended.
func (w *walk) beyond(at, keyword, text string) {
	w.note(at, keyword, text, "")
	w.stuck = true
}

// trial counts what is wrong with v and says whether it could be mended.
func (w *walk) trial(v value, n *node) (problems int, mends bool) {
	if w.trials == maxTrials {
		return 0, true
	}
	t := &walk{root: w.root, trials: w.trials + 1, depth: w.depth}
	t.check(v, n, "")
	return len(t.problems), !t.stuck
}

// check notes what is wrong with v, which stands at the pointer at, and returns
// it as it should be.
func (w *walk) check(v value, n *node, at string) value {
	if w.root.steps++; w.root.steps > maxSteps {
		w.root.fail(errors.New("too many alternatives to judge this body"))
	}
	if w.depth == maxDepth || w.root.err != nil {
		return v
	}
	w.depth++
	defer func() { w.depth-- }()
	if v.moved {
		at = v.from
	}
	n = w.root.resolve(n)
	if n.never {
		w.beyond(at, "false schema", "nothing may stand here")
		return v
	}
	v = w.shape(v, n, at)
	if n.takes(v) {
		v = w.listed(v, n, at)
		switch v.kind {
		case object:
			v = w.object(v, n, at)
		case array:
			v = w.array(v, n, at)
		case text:
			v = w.text(v, n, at)
		case number:
			w.number(v, n, at)
		}
	}
	for _, part := range n.AllOf {
		v = w.check(v, w.root.read(part), at)
	}
	v = w.oneOf(v, n.AnyOf, "anyOf", at)
	return w.oneOf(v, n.OneOf, "oneOf", at)
}

// oneOf goes on with the alternative that fits best. That more than one fits is
// no fault of the body.
func (w *walk) oneOf(v value, alternatives []string, keyword, at string) value {
	if len(alternatives) == 0 {
		return v
	}
	best, fewest := anything, -1
	for _, one := range alternatives {
		n := w.root.read(one)
		problems, mends := w.trial(v, n)
		if problems == 0 {
			return w.check(v, n, at)
		}
		if !mends {
			problems += 1000
		}
		if fewest < 0 || problems < fewest {
			best, fewest = n, problems
		}
	}
	w.note(at, keyword, "none of the "+strconv.Itoa(len(alternatives))+" shapes that may stand here fits; the nearest is shown", "")
	return w.check(v, best, at)
}

// listed checks enum and const.
func (w *walk) listed(v value, n *node, at string) value {
	allowed, keyword := n.Enum, "enum"
	if len(n.Const) > 0 {
		allowed, keyword = []string{n.Const}, "const"
	}
	if len(allowed) == 0 {
		return v
	}
	var names []string
	for _, one := range allowed {
		a, err := parse(one)
		if err != nil {
			w.root.fail(err)
			return v
		}
		if equal(a, v) {
			return v
		}
		if a.kind == text {
			names = append(names, a.text)
		}
	}
	if v.kind != text || len(names) != len(allowed) {
		w.beyond(at, keyword, "not one of the listed values")
		return v
	}
	if len(names) == 1 {
		near := names[0]
		w.note(at, keyword, "only "+strconv.Quote(near)+" may stand here", near)
		return value{kind: text, text: near}
	}
	if meant := near(v.text, names); meant != "" {
		w.note(at, keyword, strconv.Quote(v.text)+" is not one of the listed values; "+strconv.Quote(meant)+" is", meant)
		return value{kind: text, text: meant}
	}
	if meant := prefixOf(v.text, names); meant != "" {
		w.note(at, keyword, strconv.Quote(v.text)+" is not one of the listed values; "+strconv.Quote(meant)+" is", meant)
		return value{kind: text, text: meant}
	}
	w.beyond(at, keyword, "not one of the listed values: "+someOf(names, 12))
	return v
}

// prefixOf returns the one listed value that begins as v does or the other way
// round: "disconnect" for "disconnected".
func prefixOf(v string, names []string) string {
	v = fold(v)
	best := ""
	for _, name := range names {
		f := fold(name)
		if len(v) < 4 || len(f) < 4 || !strings.HasPrefix(f, v) && !strings.HasPrefix(v, f) {
			continue
		}
		if best != "" {
			return ""
		}
		best = name
	}
	return best
}

// someOf lists names, at most so many.
func someOf(names []string, most int) string {
	if len(names) > most {
		return strings.Join(names[:most], ", ") + " and " + strconv.Itoa(len(names)-most) + " more"
	}
	return strings.Join(names, ", ")
}

func (w *walk) array(v value, n *node, at string) value {
	if n.MinItems != nil && len(v.items) < *n.MinItems {
		if item := w.root.element(n); len(v.items) == 0 && *n.MinItems == 1 && item != anything {
			w.note(at, "minItems", "at least one member is needed", "")
			return value{kind: array, items: []value{w.skeleton(item, "member", 0)}}
		}
		w.beyond(at, "minItems", "fewer members than the "+strconv.Itoa(*n.MinItems)+" that are needed")
	}
	if n.MaxItems != nil && len(v.items) > *n.MaxItems {
		w.beyond(at, "maxItems", "more members than the "+strconv.Itoa(*n.MaxItems)+" that are allowed")
	}
	if len(n.Items) == 0 {
		return v
	}
	item := w.root.element(n)
	mended := value{kind: array, items: make([]value, len(v.items))}
	for i, member := range v.items {
		mended.items[i] = w.check(member, item, at+"/"+strconv.Itoa(i))
	}
	return mended
}

func (w *walk) text(v value, n *node, at string) value {
	length := utf8.RuneCountInString(v.text)
	if n.MinLength != nil && length < *n.MinLength {
		w.beyond(at, "minLength", "shorter than the "+strconv.Itoa(*n.MinLength)+" characters that are needed")
	}
	if n.MaxLength != nil && length > *n.MaxLength {
		w.beyond(at, "maxLength", "longer than the "+strconv.Itoa(*n.MaxLength)+" characters that are allowed")
	}
	return w.format(v, n, at)
}

func (w *walk) number(v value, n *node, at string) {
	outside := func(limit string, sign int) bool {
		x, ok1 := new(big.Float).SetString(v.text)
		y, ok2 := new(big.Float).SetString(limit)
		return ok1 && ok2 && x.Cmp(y) == sign
	}
	if n.Minimum != "" && outside(n.Minimum, -1) {
		w.beyond(at, "minimum", "less than "+n.Minimum)
	}
	if n.Maximum != "" && outside(n.Maximum, 1) {
		w.beyond(at, "maximum", "more than "+n.Maximum)
	}
}

// sortedNames gives the fields a schema knows, for messages and matching.
func (n *node) sortedNames() []string {
	names := make([]string, 0, len(n.Properties))
	for _, p := range n.Properties {
		names = append(names, p.name)
	}
	slices.Sort(names)
	return names
}
