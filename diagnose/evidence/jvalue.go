package evidence

import (
	"strconv"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// null passes a null.
func (j *jscan) null() bool {
	if j.peek() == 'n' && strings.HasPrefix(j.s[j.i:], "null") {
		j.i += 4
		return true
	}
	return false
}

// wrong reports a value of the wrong type.
func (j *jscan) wrong(name, wanted string) {
	if j.peek() == 0 {
		j.syntax()
		return
	}
	j.fail(j.i, name+" must be "+wanted, "see why403 schema case")
}

// text reads a string; numbers and truth values are taken as they are written.
func (j *jscan) text(name string) diagnose.Known[string] {
	var none diagnose.Known[string]
	at := j.here()
	switch c := j.peek(); {
	case j.null():
		return none
	case c == '"':
		return diagnose.Know(j.str(), at)
	case c == '{' || c == '[' || c == 0:
		j.wrong(name, "a string")
		return none
	}
	return diagnose.Know(j.raw(), at)
}

// word reads a string that says nothing where it is empty.
func (j *jscan) word(name string) diagnose.Known[string] {
	k := j.text(name)
	if v, ok := k.Get(); !ok || strings.TrimSpace(v) == "" {
		return diagnose.Known[string]{}
	}
	return k
}

// integer reads a whole number, also where it is written as a string.
func (j *jscan) integer(name string) diagnose.Known[int] {
	at, offset := j.here(), j.i
	v, ok := j.text(name).Get()
	if !ok {
		return diagnose.Known[int]{}
	}
	n, err := strconv.Atoi(strings.TrimSpace(v))
	if err != nil {
		j.fail(offset, name+" must be a whole number", "see why403 schema case")
		return diagnose.Known[int]{}
	}
	return diagnose.Know(n, at)
}

// truth reads true or false, also where they are written as strings.
func (j *jscan) truth(name string) diagnose.Known[bool] {
	at, offset := j.here(), j.i
	v, ok := j.text(name).Get()
	if !ok {
		return diagnose.Known[bool]{}
	}
	b, err := strconv.ParseBool(v)
	if err != nil {
		j.fail(offset, name+" must be true or false", "")
		return diagnose.Known[bool]{}
	}
	return diagnose.Know(b, at)
}

// names reads a list of names: strings, or objects with a name or an id, or one
// string with the names separated by spaces or commas. sep tells how: role names
// hold spaces, scopes do not.
func (j *jscan) names(name, sep string) diagnose.Known[[]string] {
	at := j.here()
	list := []string{}
	switch j.peek() {
	case 'n':
		if j.null() {
			return diagnose.Known[[]string]{}
		}
		j.wrong(name, "a list of strings")
	case '"':
		list = split(j.str(), sep)
	case '[':
		for j.enter('['); j.next(']'); {
			switch j.peek() {
			case '"':
				list = append(list, j.str())
			case '{':
				if e := j.entity(); e.Name != "" {
					list = append(list, e.Name)
				} else if e.ID != "" {
					list = append(list, e.ID)
				}
			default:
				j.wrong("each of "+name, "a string")
			}
		}
	default:
		j.wrong(name, "a list of strings")
	}
	return diagnose.Know(list, at)
}

// split takes names apart that stand in one string.
func split(v, sep string) []string {
	list := []string{}
	for _, n := range strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(sep, r) }) {
		if n = strings.TrimSpace(n); n != "" {
			list = append(list, n)
		}
	}
	return list
}

// Separators of lists in one string.
const (
	bySpace = " ,\t\r\n+"
	byComma = ",\r\n"
)

// entity reads {"id": …, "name": …}; a lone string is a name.
func (j *jscan) entity() diagnose.Entity {
	var e diagnose.Entity
	switch j.peek() {
	case '"':
		e.Name = j.str()
	case '{':
		for j.enter('{'); j.next('}'); {
			switch key := j.key(); {
			case key == "id" && j.peek() == '"':
				e.ID = j.str()
			case key == "name" && j.peek() == '"':
				e.Name = j.str()
			default:
				j.skip()
			}
		}
	default:
		j.skip()
	}
	return e
}

// knownEntity is entity as a fact.
func (j *jscan) knownEntity() diagnose.Known[diagnose.Entity] {
	at := j.here()
	if e := j.entity(); e != (diagnose.Entity{}) {
		return diagnose.Know(e, at)
	}
	return diagnose.Known[diagnose.Entity]{}
}

// moment reads a time: seconds or milliseconds since 1970, as a number or a
// string, or RFC 3339.
func (j *jscan) moment(name string) diagnose.Known[time.Time] {
	at, offset := j.here(), j.i
	v, ok := j.text(name).Get()
	if !ok || v == "" {
		return diagnose.Known[time.Time]{}
	}
	t, ok := parseMoment(v)
	if !ok {
		j.fail(offset, name+" must be a time", `write "2026-11-23T10:00:00Z", or seconds since 1970`)
		return diagnose.Known[time.Time]{}
	}
	return diagnose.Know(t, at)
}

// milliseconds: a number of seconds this large is centuries away.
const milliseconds = 1e11

func parseMoment(v string) (time.Time, bool) {
	v = strings.TrimSpace(v)
	layouts := [...]string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02T15:04:05", "2006-01-02 15:04:05",
		"2006-01-02", "02/Jan/2006:15:04:05 -0700", time.RFC1123, time.RFC1123Z, time.RFC850, time.ANSIC}
	try := layouts[:7]
	switch {
	case v == "":
		return time.Time{}, false
	case letterByte(v[0]):
		try = layouts[7:]
	case !strings.ContainsAny(v[1:], "-/:") || strings.Contains(v, "e-"):
		return fromSeconds(v)
	}
	for _, layout := range try {
		if t, err := time.Parse(layout, v); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

func letterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// fromSeconds reads seconds or milliseconds since 1970.
func fromSeconds(v string) (time.Time, bool) {
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return time.Time{}, false
	}
	if n >= milliseconds {
		n /= 1000
	}
	if n < 0 || n > milliseconds {
		return time.Time{}, false
	}
	return time.Unix(int64(n), 0).UTC(), true
}

// set puts a fact into place if it is known, so that an empty value does not
// wipe out another member's.
//
// Too many places call it for each to have a copy.
//
//go:noinline
func set[T any](to *diagnose.Known[T], v diagnose.Known[T]) {
	if v.Ok() {
		*to = v
	}
}
