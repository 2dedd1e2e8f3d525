package catalog

import (
	"encoding/hex"
	"time"

	"github.com/why403/why403/diagnose"
)

// table is one catalog in its binary form, read where it lies. Its methods trust
// the bytes: what does not come from the executable itself is checked first.
type table struct {
	data string
	off  [sections]int
	n    [sections]int
}

// open makes a table of bytes that are known to be good.
func open(data string) *table {
	t := &table{data: data}
	for i := range sections {
		at := headerAt + 4*(headSections+2*i)
		t.off[i], t.n[i] = int(u32(data, at)), int(u32(data, at+4))
	}
	return t
}

func u32(s string, i int) uint32 {
	_ = s[i+3]
	return uint32(s[i]) | uint32(s[i+1])<<8 | uint32(s[i+2])<<16 | uint32(s[i+3])<<24
}

// word gives word i of a section's record.
func (t *table) word(section, record, i int) uint32 {
	return u32(t.data, t.off[section]+record*width[section]+4*i)
}

func (t *table) head(i int) uint32 { return u32(t.data, headerAt+4*i) }

// str gives a string by its number.
func (t *table) str(n uint32) string {
	at := t.off[secStrings] + 4*int(n)
	text := t.off[secText]
	return t.data[text+int(u32(t.data, at)) : text+int(u32(t.data, at+4))]
}

// list gives the length of a list and the place of its first word.
func (t *table) list(n uint32) (length, at int) {
	at = t.off[secLists] + 4*int(n)
	return int(u32(t.data, at)), at + 4
}

// names gives a list of strings; nil where it is empty.
func (t *table) names(n uint32) []string {
	length, at := t.list(n)
	if length == 0 {
		return nil
	}
	names := make([]string, length)
	for i := range names {
		names[i] = t.str(u32(t.data, at+4*i))
	}
	return names
}

// holds says whether a sorted list of strings holds name.
func (t *table) holds(list uint32, name string) bool {
	length, at := t.list(list)
	lo, hi := 0, length
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if t.str(u32(t.data, at+4*mid)) < name {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo < length && t.str(u32(t.data, at+4*lo)) == name
}

func (t *table) digest() string {
	return "sha256:" + hex.EncodeToString([]byte(t.data[digestAt:headerAt]))
}

func (t *table) info() diagnose.CatalogInfo {
	return diagnose.CatalogInfo{
		Name: t.str(t.head(headName)), Version: t.str(t.head(headVersion)), Date: t.str(t.head(headDate)),
		Digest: t.digest(),
	}
}

func (t *table) file() string   { return t.str(t.head(headFile)) }
func (t *table) prefix() string { return t.str(t.head(headPrefix)) }
func (t *table) size() int      { return t.n[secOps] }

func (t *table) op(op, word int) uint32        { return t.word(secOps, op, word) }
func (t *table) path(op int) string            { return t.str(t.op(op, opPath)) }
func (t *table) method(op int) string          { return methods[t.flag(op, flagMethod, 4)] }
func (t *table) flag(op, at, bits int) uint32  { return t.op(op, opFlags) >> at & (1<<bits - 1) }
func (t *table) mode(op, at int) diagnose.Mode { return modes[t.flag(op, at, 2)] }

// entry decodes an operation as it stands in this table.
func (t *table) entry(op int) Entry {
	e := Entry{Says: Fact(t.flag(op, flagSays, 12)), BodyRequired: t.flag(op, flagBodyRequired, 1) == 1}
	e.Operation = diagnose.Operation{
		ID: t.str(t.op(op, opID)), Method: t.method(op), Path: t.path(op),
		Source:      sources[t.flag(op, flagSource, 3)],
		Scopes:      diagnose.Requirement{Mode: t.mode(op, flagScopes), Names: t.names(t.op(op, opScopes))},
		ScopeBasis:  bases[t.flag(op, flagBasis, 2)],
		Accepts:     t.str(t.op(op, opAccepts)),
		Permissions: diagnose.Requirement{Mode: t.mode(op, flagPermissions), Names: t.names(t.op(op, opPermissions))},
		Roles:       diagnose.Requirement{Mode: t.mode(op, flagRoles), Names: t.names(t.op(op, opRoles))},
		NeedsUser:   t.flag(op, flagUser, 1) == 1,
		Preview:     t.flag(op, flagPreview, 1) == 1,
		Note:        t.str(t.op(op, opNote)),
	}
	if date := t.str(t.op(op, opEnforced)); date != "" {
		e.Enforced, _ = time.Parse(time.DateOnly, date) // what is no date says nothing
	}
	length, at := t.list(t.op(op, opCodes))
	for i := 0; i < length; i += 2 {
		e.Codes = append(e.Codes, diagnose.ErrorCode{Status: int(u32(t.data, at+4*i)), Code: t.str(u32(t.data, at+4*i+4))})
	}
	length, at = t.list(t.op(op, opEquivalents))
	for i := 0; i < length; i += 4 {
		word := func(j int) string { return t.str(u32(t.data, at+4*(i+j))) }
		e.Equivalents = append(e.Equivalents, diagnose.Equivalent{ID: word(0), Method: word(1), Path: word(2), Body: word(3)})
	}
	length, at = t.list(t.op(op, opLines))
	for i := 0; i < length; i += 3 {
		word := func(j int) int { return int(u32(t.data, at+4*(i+j))) }
		e.Lines = append(e.Lines, Line{Fact: Fact(word(0)), Line: word(1), Col: word(2)})
	}
	if at := t.op(op, opBody); at != 0 {
		c := cursor{t: t, at: t.off[secShapes] + int(at) - 1}
		e.Shape, _ = c.shape()
	}
	return e
}

// describe decodes the whole table.
func (t *table) describe() *Description {
	info := t.info()
	d := &Description{Name: info.Name, Version: info.Version, Date: info.Date, File: t.file(), Prefix: t.prefix(),
		Scopes: t.names(t.head(headScopes)), Permissions: t.names(t.head(headPermissions))}
	for i := range t.n[secHosts] {
		d.Hosts = append(d.Hosts, t.host(i))
	}
	for i := range t.n[secOps] {
		d.Operations = append(d.Operations, t.entry(i))
	}
	for i := range t.n[secModels] {
		d.Models = append(d.Models, t.model(uint32(i)))
	}
	return d
}

func (t *table) host(i int) Host {
	return Host{
		Name: t.str(t.word(secHosts, i, hostName)), Kind: kinds[t.word(secHosts, i, hostKind)],
		Region: t.str(t.word(secHosts, i, hostRegion)),
	}
}

func (t *table) model(n uint32) Model {
	c := cursor{t: t, at: t.off[secShapes] + int(t.word(secModels, int(n), modelShape))}
	return c.model(t.str(t.word(secModels, int(n), modelName)))
}
