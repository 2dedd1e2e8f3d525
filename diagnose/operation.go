package diagnose

import (
	"strings"
	"sync"
	"time"
)

// Source says where a fact of the catalog comes from.
type Source string

// The sources, from the most to the least official.
const (
	Published Source = "published" // the platform's API description
	Org       Source = "org"       // this organisation's own overlay
	Observed  Source = "observed"  // seen in answers
	Community Source = "community" // somebody's account
)

// Basis says how well a requirement is founded.
type Basis string

// The bases. Documented may make a finding certain, Family at most likely;
// with NoBasis a checker abstains.
const (
	Documented Basis = "documented" // the operation's own list in its source
	Family     Basis = "family"     // inferred from the neighbours in the path tree
	NoBasis    Basis = "unknown"
)

// Mode says how many of the names in a Requirement are needed.
type Mode string

// The modes. None is the zero value: nothing is required.
const (
	None Mode = ""
	Any  Mode = "any"
	All  Mode = "all"
)

// Requirement is a list of names and how many of them are needed.
type Requirement struct {
	Mode  Mode
	Names []string
}

// AnyOf requires one of the names.
func AnyOf(names ...string) Requirement { return Requirement{Any, names} }

// AllOf requires every one of the names.
func AllOf(names ...string) Requirement { return Requirement{All, names} }

// Empty says that nothing is required.
func (r Requirement) Empty() bool { return r.Mode == None || len(r.Names) == 0 }

// Missing returns the names that are needed and not held: for AllOf those that
// nothing held covers, for AnyOf the whole list where none is covered. covers
// tells whether holding have satisfies a need; see [ScopeCovers] and
// [PermissionCovers].
func (r Requirement) Missing(have []string, covers func(have, need string) bool) []string {
	if r.Empty() {
		return nil
	}
	var missing []string
	for _, need := range r.Names {
		held := false
		for _, h := range have {
			if covers(h, need) {
				held = true
				break
			}
		}
		switch {
		case held && r.Mode == Any:
			return nil
		case !held:
			missing = append(missing, need)
		}
	}
	return missing
}

// String says the requirement in words: "any of a, b", "all of a, b", "a".
func (r Requirement) String() string {
	switch {
	case r.Empty():
		return "nothing"
	case len(r.Names) == 1:
		return r.Names[0]
	}
	return string(r.Mode) + " of " + strings.Join(r.Names, ", ")
}

// ScopeCovers says whether holding scope have satisfies a need: the same name,
// or the read-write scope where its read-only twin (x:readonly) is enough.
func ScopeCovers(have, need string) bool {
	return have == need || have == "all" || strings.TrimSuffix(need, ":readonly") == have
}

// PermissionCovers says whether holding permission have satisfies a need. The
// platform writes permissions domain:entity:action, where the holder's entity
// and action may be "*", and its messages sometimes lower-case them or add a
// division id as a fourth part, which this comparison leaves aside.
func PermissionCovers(have, need string) bool {
	for i := 0; i < 3; i++ {
		h, hrest, hmore := strings.Cut(have, ":")
		n, nrest, nmore := strings.Cut(need, ":")
		if h != "*" && !strings.EqualFold(h, n) {
			return false
		}
		if h == "*" && !hmore {
			return true
		}
		if !hmore || !nmore {
			return hmore == nmore || i == 2
		}
		have, need = hrest, nrest
	}
	return true
}

// NameCovers compares names of roles: equal but for case and surrounding space.
func NameCovers(have, need string) bool {
	return strings.EqualFold(strings.TrimSpace(have), strings.TrimSpace(need))
}

// Operation is what the catalog says about one endpoint.
type Operation struct {
	ID          string // the platform's own name: "patchConversationsCallParticipant"
	Method      string // upper case
	Path        string // template: "/api/v2/conversations/calls/{conversationId}/participants/{participantId}"
	Source      Source
	Scopes      Requirement
	ScopeBasis  Basis
	Accepts     string // where no scope is asked: "any token", "Webmessaging JWT", "none listed"; else empty
	Permissions Requirement
	Roles       Requirement // role names an account or an organisation demands
	// Which overlay said so, where not the source of the operation did; zero for
	// facts that stand with the operation.
	ScopesFrom, PermissionsFrom, RolesFrom, BodyFrom Location
	NeedsUser                                        bool // the caller must be a user
	Preview                                          bool
	Body                                             *BodyModel  // nil where the operation takes none
	Codes                                            []ErrorCode // error codes this operation lists beyond the common set
	Equivalents                                      []Equivalent
	From                                             Location // the overlay file it was read from; zero for the embedded catalog
	Note                                             string   // a remark of the overlay, for people
	// Enforced is the day, in UTC, from which what the operation asks for is enforced: calls
	// before it went through without. Zero where it always was, or no overlay tells.
	Enforced time.Time
}

// BodyModel is the shape of a request body.
type BodyModel struct {
	Name     string // the platform's model name: "MediaParticipantRequest", "[]Wrapup"
	Required bool
	// Schema returns a self-contained JSON Schema (draft 2020-12), decoded when it
	// is asked for; the function is nil where the body is free-form or its shape is
	// not known. Objects that list their fields carry "x-known-fields-only": true.
	Schema func() []byte

	compiled sync.Once
	check    any
}

// Compiled gives what compile makes of the schema. It is made once, however often
// a stream asks.
func (m *BodyModel) Compiled(compile func(schema []byte) any) any {
	m.compiled.Do(func() { m.check = compile(m.Schema()) })
	return m.check
}

// ErrorCode is an error code an operation may answer with, and its status.
type ErrorCode struct {
	Status int
	Code   string
}

// Equivalent is a published way to do what an unpublished operation was meant to
// do.
type Equivalent struct {
	ID, Method, Path string
	Body             string // the body to send there, as JSON; empty where it takes none
}

// RouteKind says how far an address is known.
type RouteKind uint8

// The kinds of Route.
const (
	RouteUnknown     RouteKind = iota // no address was brought, or the catalog does not cover this host
	RouteFound                        // an operation
	RouteOtherMethod                  // the path is known, the method is not
	RouteNoSuchPath                   // the host is covered, the path is not known
)

// Route is what the catalog knows of an address.
type Route struct {
	Kind      RouteKind
	Operation *Operation        // set for RouteFound
	Params    map[string]string // values of the template's parameters, decoded
	Methods   []string          // for RouteOtherMethod: the methods the path has
	Nearest   []*Operation      // for RouteOtherMethod and RouteNoSuchPath, nearest first
	Host      HostKind
	Region    string   // the region the host belongs to, as the SDKs name it: "us_east_1"
	Belongs   HostKind // the kind of host that serves such a path, where the call went to another
	Repaired  string   // how the address had to be read to be found: "the /api/v2 prefix is doubled"
}

// HostKind says whose host a request went to.
type HostKind string

// The kinds of host.
const (
	HostUnknown  HostKind = ""         // none shown, or not one the catalog knows
	HostAPI      HostKind = "api"      // the platform's API host of a region
	HostLogin    HostKind = "login"    // its login host
	HostApps     HostKind = "apps"     // its web application host
	HostInvented HostKind = "invented" // looks like the platform's, and is none
	HostOther    HostKind = "other"    // a host of another API, which an overlay describes
)

// Catalog knows what operations require.
type Catalog interface {
	// Route finds the operation behind a request. It never fails: what it cannot
	// place is RouteUnknown.
	Route(method string, u URL) Route
	// About names the catalog for provenance.
	About() CatalogInfo
	Names
}

// Names knows the platform's vocabulary, whatever the address of a call.
type Names interface {
	// IsScope says whether the platform publishes a scope of exactly this name.
	IsScope(name string) bool
	// IsPermission says whether the platform publishes this permission; case and a
	// division id as fourth part are left aside.
	IsPermission(name string) bool
	// NearestScope returns the published scope that was most likely meant by name:
	// another spelling, or the family of a permission; "" where nothing is near.
	NearestScope(name string) string
}

// NoNames knows no name at all.
type NoNames struct{}

// IsScope is false.
func (NoNames) IsScope(string) bool { return false }

// IsPermission is false.
func (NoNames) IsPermission(string) bool { return false }

// NearestScope is empty.
func (NoNames) NearestScope(string) string { return "" }

// CatalogInfo names a catalog: what it is, as of when, and the SHA-256 of its
// bytes as "sha256:…".
type CatalogInfo struct {
	Name    string `json:"name"`
	Version string `json:"version"`
	Date    string `json:"date"`
	Digest  string `json:"digest"`
}
