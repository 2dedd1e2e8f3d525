package evidence

import (
	"github.com/why403/why403/diagnose"
)

// Hoppscotch, Thunder Client and Bruno keep their requests in folders of their own
// forms; a request is much the same everywhere.

// requestsOf gives the list of requests that a folder of such a collection holds.
func requestsOf(v *literal) *literal {
	for _, name := range []string{"requests", "items"} {
		if list := v.get(name); list != nil && list.kind == listValue {
			return list
		}
	}
	return nil
}

// isTree recognises such a collection by its first request.
func isTree(v *literal) bool {
	if v.kind == listValue {
		return len(v.kids) > 0 && v.kids[0].kind == objectValue && isTree(v.kids[0])
	}
	list := requestsOf(v)
	if list == nil {
		return false
	}
	if v.get("client", "folders", "environments", "brunoConfig") == nil || v.get("log", "status") != nil {
		return false
	}
	return v.get("name", "collectionName") != nil
}

// readTree reads the requests of such a collection, and of the folders in it.
func readTree(v *literal, text string, at func(int) diagnose.Location) []raw {
	c := &collection{text: text, at: at, vars: map[string]string{}}
	c.tree(v, 0)
	return c.rs
}

func (c *collection) tree(v *literal, depth int) {
	if v == nil || depth > 30 {
		return
	}
	if v.kind == listValue {
		for _, kid := range v.kids {
			c.tree(kid, depth+1)
		}
		return
	}
	c.tree(v.get("folders"), depth+1)
	list := requestsOf(v)
	if list == nil {
		return
	}
	for _, item := range list.kids {
		switch inner := item.get("request"); {
		case inner != nil && inner.kind == objectValue: // Bruno
			c.rs = append(c.rs, c.request(inner, nil))
		case item.get("url", "endpoint") != nil:
			c.rs = append(c.rs, c.request(item, nil))
		default:
			c.tree(item, depth+1)
		}
	}
}
