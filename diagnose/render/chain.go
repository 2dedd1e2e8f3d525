package render

import (
	"slices"
	"strconv"

	"github.com/why403/why403/diagnose"
)

// A node is one thing a request needs on its way, with what the rules of its
// stages found.
type node struct {
	name   string
	stages []diagnose.Stage
	mark   mark
	word   string // what the mark means here
	note   string
}

// nodes draw the way of a request. Features and objects are drawn only where
// something stops there.
func nodes(r *diagnose.Report) []node {
	ns := []node{
		{name: "request", stages: []diagnose.Stage{diagnose.StageAnswerer, diagnose.StageAddress}},
		{name: "token", stages: []diagnose.Stage{diagnose.StageToken, diagnose.StageScope}},
		{name: "client", stages: []diagnose.Stage{diagnose.StageGrant}},
		{name: "user and roles", stages: []diagnose.Stage{diagnose.StagePermission}},
		{name: "division", stages: []diagnose.Stage{diagnose.StageDivision}},
		{name: "feature, object", stages: []diagnose.Stage{diagnose.StageFeature, diagnose.StageObject}},
		{name: "payload", stages: []diagnose.Stage{diagnose.StagePayload}},
	}
	all, reached := steps(r), reachedStage(r)
	out := ns[:0]
	for _, n := range ns {
		n.judge(all)
		if n.mark == unknown && n.stages[len(n.stages)-1] < reached {
			n.mark, n.note = passes, "the server got further"
		}
		n.word = n.mark.word()
		if n.mark == blocks && len(r.Causes) > 0 && !slices.Contains(n.stages, r.Causes[0].Stage) {
			n.word = "would block next"
		}
		if n.stages[0] == diagnose.StageFeature && n.mark < perhaps {
			continue
		}
		out = append(out, n)
	}
	return out
}

// reachedStage is how far the server came in its checks, where that is certain.
func reachedStage(r *diagnose.Report) diagnose.Stage {
	if conclusion(r) == diagnose.Explained && len(r.Causes) > 0 && r.Causes[0].Certainty == diagnose.Certain {
		return r.Causes[0].Stage
	}
	return 0
}

// judge takes the worst of what the node's rules found. It passes only where
// every rule could be asked: nothing failed is not all passed.
func (n *node) judge(all []step) {
	var count [blocks + 1]int
	for _, s := range all {
		if slices.Contains(n.stages, s.stage) {
			count[s.mark]++
			n.mark = max(n.mark, s.mark)
		}
	}
	switch n.mark {
	case 0:
		n.mark, n.note = unknown, "no rule asked"
	case passes, unknown:
		n.note = strconv.Itoa(count[passes]) + " of " + strconv.Itoa(count[passes]+count[unknown]) + " passed"
	default:
		n.note = plural(count[blocks]+count[perhaps], "fault")
	}
}

// class is the mark's name in the style sheet.
func (m mark) class() string {
	return [...]string{"unknown", "passes", "unknown", "perhaps", "blocks"}[m]
}

// chain draws the way of the request twice, across and down; the style sheet
// shows the one that fits the page. What a node is stands in its shape, sign and
// words, so that nothing hangs on colour.
func (h *html) chain(r *diagnose.Report) {
	ns := nodes(r)
	h.raw("<figure>\n")
	h.drawing("wide", ns, 960/len(ns), 0, 132)
	h.drawing("tall", ns, 0, 76, 76)
	h.raw("</figure>\n")
}

// drawing is one picture, each node dx and dy from the one before.
func (h *html) drawing(class string, ns []node, dx, dy, height int) {
	width := 960
	x, y := dx/2, 34
	if dy > 0 {
		width, height, x = 360, dy*len(ns), 40
	}
	h.raw(`<svg class="`, class, `" viewBox="0 0 `, strconv.Itoa(width), " ", strconv.Itoa(height), `" role="img" aria-labelledby="`, class, "-t-", h.n, `">`,
		`<title id="`, class, "-t-", h.n, `">The way of the request: `)
	for i, n := range ns {
		if i > 0 {
			h.raw(", then ")
		}
		h.text(n.name + " " + n.word)
	}
	h.raw("</title>\n")
	whole := true
	for i := range ns {
		if i > 0 {
			whole = whole && ns[i-1].mark == passes
			h.link(x-dx, y-dy, x, y, whole)
		}
		h.node(&ns[i], x, y, dy > 0)
		x, y = x+dx, y+dy
	}
	h.raw("</svg>\n")
}

// link joins two nodes: whole as far as everything passes, broken where the
// request may not have got further.
func (h *html) link(x1, y1, x2, y2 int, whole bool) {
	class := "link"
	if !whole {
		class = "link broken"
	}
	gapX, gapY := 0, 0
	if x1 != x2 {
		gapX = 28
	} else {
		gapY = 28
	}
	h.raw(`<line class="`, class, `" x1="`, strconv.Itoa(x1+gapX), `" y1="`, strconv.Itoa(y1+gapY), `" x2="`, strconv.Itoa(x2-gapX), `" y2="`, strconv.Itoa(y2-gapY), `"/>`, "\n")
}

func (h *html) node(n *node, x, y int, down bool) {
	sx, sy := strconv.Itoa(x), strconv.Itoa(y)
	h.raw(`<g class="`, n.mark.class(), `">`, `<g transform="translate(`, sx, " ", sy, `)">`, shape(n.mark),
		`<text class="sign" x="0" y="7" text-anchor="middle">`, n.mark.sign(), "</text></g>")
	anchor, at := "middle", [3]int{y + 50, y + 70, y + 89}
	if down {
		anchor, sx, at = "start", strconv.Itoa(x+42), [3]int{y - 12, y + 6, y + 24}
	}
	for i, t := range []struct{ class, text string }{{"name", n.name}, {"word", n.word}, {"small", n.note}} {
		h.raw(`<text class="`, t.class, `" x="`, sx, `" y="`, strconv.Itoa(at[i]), `" text-anchor="`, anchor, `">`)
		h.text(t.text)
		h.raw("</text>")
	}
	h.raw("</g>\n")
}

// shape is the outline around a sign: a circle passes, an octagon blocks, a
// triangle may block, a diamond is unknown.
func shape(m mark) string {
	switch m {
	case passes:
		return `<circle class="shape" r="22"/>`
	case blocks:
		return `<polygon class="shape" points="-9,-22 9,-22 22,-9 22,9 9,22 -9,22 -22,9 -22,-9"/>`
	case perhaps:
		return `<polygon class="shape" points="0,-26 26,19 -26,19"/>`
	}
	return `<polygon class="shape" points="0,-25 25,0 0,25 -25,0"/>`
}
