package evidence

import (
	"strconv"

	"github.com/why403/why403/diagnose"
)

// offered reads the permissions that an organisation can give: a list of names, or the
// answer of GET /api/v2/authorization/permissions, which may be one page of several.
func (j *jscan) offered() *diagnose.Known[[]string] {
	at := j.here()
	if j.peek() != '{' {
		names := j.names("offered", bySpace)
		return &names
	}
	list, pages := []string{}, 1
	for j.enter('{'); j.next('}'); {
		switch key := j.key(); {
		case key == "entities" && j.peek() == '[':
			for j.enter('['); j.next(']'); {
				list = append(list, j.domainPermissions()...)
			}
		case key == "pageCount":
			pages = j.integer(key).Or(1)
		default:
			j.skip()
		}
	}
	known := diagnose.Know(list, at)
	if pages > 1 {
		known = diagnose.Unknown[[]string]("only one of " + strconv.Itoa(pages) + " pages of the organisation's permissions was brought")
	}
	return &known
}

// domainPermissions reads {"domain": …, "permissionMap": {entity: [{"action": …}]}}.
func (j *jscan) domainPermissions() (list []string) {
	domain := ""
	var rest []string // entity:action, in case the domain stands last
	for j.enter('{'); j.next('}'); {
		switch key := j.key(); {
		case key == "domain":
			domain = j.text(key).Or("")
		case key == "permissionMap" && j.peek() == '{':
			for j.enter('{'); j.next('}'); {
				entity := j.key()
				for _, action := range j.actions() {
					rest = append(rest, entity+":"+action)
				}
			}
		default:
			j.skip()
		}
	}
	for _, r := range rest {
		list = append(list, domain+":"+r)
	}
	return list
}

func (j *jscan) actions() (list []string) {
	if j.peek() != '[' {
		j.skip()
		return nil
	}
	for j.enter('['); j.next(']'); {
		for j.enter('{'); j.next('}'); {
			if j.key() == "action" {
				list = add(list, j.text("action").Or(""))
			} else {
				j.skip()
			}
		}
	}
	return list
}
