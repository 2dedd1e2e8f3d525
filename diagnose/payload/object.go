package payload

import (
	"slices"
	"strconv"
)

// object checks the fields of an object: those that are unknown, those that are
// missing, and those that are there.
func (w *walk) object(v value, n *node, at string) value {
	absent := w.absent(v, n)
	mended := value{kind: object}
	for i, sent := range v.names {
		item, name := v.items[i], sent
		here := at + "/" + escape(sent)
		p := w.root.property(n, name)
		if p == nil {
			if name = w.renamed(sent, n, v, absent); name != "" {
				w.note(here, "unknown field", strconv.Quote(sent)+" is not a field here; "+strconv.Quote(name)+" is", name)
				absent = slices.DeleteFunc(absent, func(s string) bool { return s == name })
				p = w.root.property(n, name)
			} else if w.unknown(sent, n, here) {
				continue
			} else if name = sent; len(n.Additional) > 0 {
				item = w.check(item, w.root.read(n.Additional), here)
			}
		}
		if p != nil {
			var keep bool
			if item, keep = w.field(item, p, here, slices.Contains(n.Required, name)); !keep {
				continue
			}
		}
		mended.names, mended.items = append(mended.names, name), append(mended.items, item)
	}
	for _, name := range absent {
		w.note(at, "required", strconv.Quote(name)+" is required and not there", "")
		mended.names = append(mended.names, name)
		mended.items = append(mended.items, w.skeleton(w.fieldSchema(n, name), name, 0))
	}
	return mended
}

// field checks the value of a known field. What the platform sets itself may come
// back as it was read, and null stands for "not set" where nothing is demanded.
func (w *walk) field(v value, p *node, at string, required bool) (mended value, keep bool) {
	if p.ReadOnly {
		problems, _ := w.trial(v, p)
		return v, problems == 0
	}
	if v.kind == null && !required && !p.takes(v) {
		return v, false
	}
	return w.check(v, p, at), true
}

// absent lists the required fields that are not there, in the schema's order,
// save those the platform sets itself.
func (w *walk) absent(v value, n *node) []string {
	var names []string
	for _, name := range n.Required {
		if v.field(name) < 0 && !w.fieldSchema(n, name).ReadOnly {
			names = append(names, name)
		}
	}
	return names
}

func (w *walk) fieldSchema(n *node, name string) *node {
	if p := w.root.property(n, name); p != nil {
		return p
	}
	return anything
}

// renamed returns the field that an unknown name was meant to be. A name that is
// only part of a field's, or the other way round, counts where that field is
// required and missing.
func (w *walk) renamed(sent string, n *node, v value, absent []string) string {
	var free []string
	for _, name := range n.sortedNames() {
		if v.field(name) < 0 {
			free = append(free, name)
		}
	}
	// A map takes any name.
	if len(n.Additional) > 0 && n.Additional[0] == '{' {
		free = absent
	}
	if name := near(sent, free); name != "" {
		return name
	}
	return partOf(sent, absent)
}

// unknown says whether a field that nothing is near to must go, and notes it.
func (w *walk) unknown(sent string, n *node, at string) bool {
	keyword := ""
	switch {
	case n.Additional == "false":
		keyword = "additionalProperties"
	case n.KnownFieldsOnly && len(n.Properties) > 0:
		keyword = "unknown field"
	default:
		return false
	}
	w.note(at, keyword, strconv.Quote(sent)+" is not a field here; known are "+someOf(n.sortedNames(), 5), "")
	return true
}

// skeleton makes the least value that n lets through, with placeholders where a
// value would have to be invented.
func (w *walk) skeleton(n *node, name string, depth int) value {
	n = w.root.resolve(n)
	if len(n.Const) > 0 || len(n.Enum) == 1 {
		only := n.Const
		if len(only) == 0 {
			only = n.Enum[0]
		}
		if v, err := parse(only); err == nil {
			return v
		}
	}
	switch {
	case depth > 8:
	case n.is(object) && (len(n.Required) > 0 || len(n.Properties) == 0):
		v := value{kind: object}
		for _, field := range n.Required {
			if p := w.fieldSchema(n, field); !p.ReadOnly {
				v.names = append(v.names, field)
				v.items = append(v.items, w.skeleton(p, field, depth+1))
			}
		}
		return v
	case n.is(array) && len(n.Items) > 0:
		return value{kind: array, items: []value{w.skeleton(w.root.element(n), name, depth+1)}}
	}
	w.placeholders++
	return value{kind: text, text: placeholder(n, name)}
}

// placeholder says in words what belongs in a place.
func placeholder(n *node, name string) string {
	switch {
	case len(n.Enum) > 1:
		var names []string
		for _, one := range n.Enum {
			if v, err := parse(one); err == nil {
				names = append(names, v.text)
			}
		}
		return "<one of " + someOf(names, 12) + ">"
	case n.Format == "uuid":
		return "<uuid for " + name + ">"
	case len(n.types) > 0 && !n.is(text):
		return "<" + name + ": " + n.words() + ">"
	case n.Format != "":
		return "<" + name + ": " + n.Format + ">"
	}
	return "<" + name + ">"
}
