package catalog

import (
	"github.com/why403/why403/diagnose"
)

// Description is a catalog in the plain, as its readers make it and [Encode]
// packs it.
type Description struct {
	Name    string // "genesys-cloud"
	Version string
	Date    string // ISO 8601
	File    string // the file it was read from, for the places of its facts; empty for built-in ones
	Prefix  string // what every path of the platform begins with: "/api/v2"; may be empty

	Hosts       []Host
	Operations  []Entry
	Models      []Model
	Scopes      []string // every name the platform publishes
	Permissions []string
}

// Host is a host of the platform.
type Host struct {
	Name   string // "api.mypurecloud.com", lower case, no port
	Kind   diagnose.HostKind
	Region string // as the SDKs name it: "us_east_1"; may be empty
}

// Entry is one operation and which of its facts are stated. An entry of an
// overlay may state a single fact of an operation that another layer describes.
type Entry struct {
	diagnose.Operation // Body and the Locations are set by the layer that holds it
	Says               Fact
	Shape              *Shape // of the body; nil where there is none
	BodyRequired       bool
	Lines              []Line // where single facts stand in the overlay's file
}

// Line is the place of one fact in the file of a Description.
type Line struct {
	Fact      Fact
	Line, Col int
}

// Fact names what an entry states. Whole is every fact.
type Fact uint16

// The facts.
const (
	SaysScopes Fact = 1 << iota
	SaysPermissions
	SaysRoles
	SaysUser
	SaysBody
	SaysAccepts
	SaysCodes
	SaysEquivalents
	SaysID
	SaysPreview
	SaysNote
	SaysEnforced
	endOfFacts

	Whole      = endOfFacts - 1
	described  = SaysID | SaysBody // what every entry of an OpenAPI description states
	saysItself = endOfFacts        // as the Fact of a Line: the entry as a whole
)

// Shape is the type of a value in a body.
type Shape struct {
	Type   string // "string", "integer", "number", "boolean", "object", "array"; empty: anything
	Format string
	Enum   []string
	Items  *Shape // of an array's members
	Values *Shape // of a string-keyed map's values
	Ref    string // the model it is; Type is "object" then
}

// String gives the shape as the platform's lists write it: "Wrapup", "[]Wrapup",
// "[]string", "object".
func (s *Shape) String() string {
	switch {
	case s == nil:
		return ""
	case s.Ref != "":
		return s.Ref
	case s.Items != nil:
		return "[]" + s.Items.String()
	case s.Values != nil:
		return "map of " + s.Values.String()
	case s.Type == "":
		return "any"
	}
	return s.Type
}

// Model is a named object of the API: its fields, or its JSON Schema as it came
// where the description says more than fields can.
type Model struct {
	Name   string
	Fields []Field
	Raw    string   // JSON Schema, its references written "#/$defs/NAME"; instead of Fields
	Refs   []string // the models that Raw refers to
}

// Field is a member of a Model.
type Field struct {
	Name     string
	Required bool
	ReadOnly bool
	Shape
}
