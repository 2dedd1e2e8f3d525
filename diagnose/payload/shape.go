package payload

import (
	"slices"
	"strconv"
	"strings"
)

// shape mends a value of the wrong type and a body in the wrong wrapper, where
// what was meant can be seen: one bare member instead of the object with the
// list, a list instead of the object, a number written as a string.
func (w *walk) shape(v value, n *node, at string) value {
	if n.takes(v) {
		if v.kind == object && n.is(object) {
			return w.rewrap(v, n, at)
		}
		return v
	}
	if v.kind == text && (n.is(object) || n.is(array)) {
		if inner, err := parse(v.text); err == nil && n.takes(inner) {
			w.note(at, "type", n.words()+" is needed; a string that holds JSON was sent", "")
			return w.shape(inner, n, at)
		}
	}
	var mended value
	switch {
	case n.is(object) && v.kind == array:
		mended = w.listForObject(v, n, at)
	case n.is(array):
		mended = w.itemForList(v, n, at)
	default:
		mended = scalar(v, n)
	}
	if mended.kind == "" {
		w.beyond(at, "type", n.words()+" is needed; "+v.kind.words()+" was sent")
		return v
	}
	says := n.words() + " is needed; " + v.kind.words() + " was sent"
	if mended.kind == object && len(mended.names) == 1 {
		says = "an object with " + strconv.Quote(mended.names[0]) + " is needed; " + v.kind.words() + " was sent"
	}
	w.note(at, "type", says, "")
	return mended
}

// scalar mends true, false and numbers written as strings, and the other way round.
func scalar(v value, n *node) value {
	if v.kind == text {
		if inner, err := parse(strings.TrimSpace(v.text)); err == nil && (inner.kind == number || inner.kind == boolean) && n.takes(inner) {
			return inner
		}
		if lower := strings.ToLower(strings.TrimSpace(v.text)); n.is(boolean) && (lower == "true" || lower == "false") {
			return value{kind: boolean, text: lower}
		}
	}
	if n.is(text) && (v.kind == number || v.kind == boolean) {
		return value{kind: text, text: v.text}
	}
	return value{}
}

// listForObject unwraps the only member, or puts the list where the object has one.
func (w *walk) listForObject(v value, n *node, at string) value {
	for _, name := range w.lists(n) {
		wrapped := value{kind: object, names: []string{name}, items: []value{v.movedFrom(at)}}
		if len(v.items) > 0 && w.akin(v.items[0], w.root.element(w.root.property(n, name))) {
			return wrapped
		}
	}
	if len(v.items) == 1 && w.akin(v.items[0], n) {
		return v.items[0].movedFrom(at + "/0")
	}
	return value{}
}

// itemForList takes the list out of an object made for it, or makes a list of one.
func (w *walk) itemForList(v value, n *node, at string) value {
	item := w.root.element(n)
	if v.kind == object && len(v.items) == 1 && v.items[0].kind == array && !item.Properties.has(v.names[0]) {
		return v.items[0].movedFrom(at + "/" + escape(v.names[0]))
	}
	one := value{kind: array, items: []value{v.movedFrom(at)}}
	if item == anything || v.kind == null {
		return value{}
	}
	if v.kind == object && w.akin(v, item) || v.kind != object && v.kind != array && item.takes(v) {
		return one
	}
	return value{}
}

// rewrap mends an object in the wrong wrapper: a bare member where an object with
// the list of them is needed, or an object inside one too many.
func (w *walk) rewrap(v value, n *node, at string) value {
	if len(v.names) == 0 || slices.ContainsFunc(v.names, func(name string) bool { return n.Properties.has(name) }) {
		return v
	}
	nearly := slices.ContainsFunc(v.names, func(name string) bool { return near(name, n.sortedNames()) != "" })
	for _, name := range append(w.lists(n), n.Required...) {
		p := w.root.property(n, name)
		switch {
		case p == nil:
		case nearly && !w.knows(p, v.names[0]):
		case p.is(array) && w.akin(v, w.root.element(p)):
			w.note(at, "required", "one bare member was sent; an object with the list "+strconv.Quote(name)+" is needed", name)
			list := value{kind: array, items: []value{v.movedFrom(at)}}
			return value{kind: object, names: []string{name}, items: []value{list}}
		case p.is(object) && w.akin(v, p):
			w.note(at, "required", "what belongs inside "+strconv.Quote(name)+" was sent without it", name)
			return value{kind: object, names: []string{name}, items: []value{v.movedFrom(at)}}
		}
	}
	if !nearly && len(v.names) == 1 && v.items[0].kind == object && w.akin(v.items[0], n) {
		w.note(at+"/"+escape(v.names[0]), "unknown field", strconv.Quote(v.names[0])+" wraps what belongs at the top", "")
		return v.items[0].movedFrom(at + "/" + escape(v.names[0]))
	}
	return v
}

// akin says whether v looks like what n describes: an object that shares a field
// name with it (or nearly does), or another value of its type.
func (w *walk) akin(v value, n *node) bool {
	n = w.root.resolve(n)
	if v.kind != object {
		return len(n.types) > 0 && n.takes(v)
	}
	known := n.sortedNames()
	for _, name := range v.names {
		if n.Properties.has(name) || near(name, known) != "" || partOf(name, n.Required) != "" {
			return true
		}
	}
	return false
}

// knows says whether the object n describes, or the members of the list, have a
// field of that very name.
func (w *walk) knows(n *node, name string) bool {
	if n.is(array) {
		n = w.root.element(n)
	}
	return n.Properties.has(name)
}

// lists names the fields that hold lists: the required ones, else the only one.
func (w *walk) lists(n *node) []string {
	var required, all []string
	for _, name := range n.sortedNames() {
		p := w.root.property(n, name)
		if !p.is(array) || p.ReadOnly {
			continue
		}
		all = append(all, name)
		if slices.Contains(n.Required, name) {
			required = append(required, name)
		}
	}
	if len(required) > 0 || len(all) > 1 {
		return required
	}
	return all
}
