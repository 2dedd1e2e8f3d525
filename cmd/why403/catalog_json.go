package main

import (
	"encoding/json"
	"io"
	"time"

	"github.com/why403/why403/diagnose"
)

// operationJSON is an operation as `catalog show` and `catalog list` print it, the
// requirements in the form that overlays take.
type operationJSON struct {
	ID          string                `json:"id,omitempty"`
	Method      string                `json:"method"`
	Path        string                `json:"path"`
	Source      diagnose.Source       `json:"source"`
	From        string                `json:"from,omitempty"`
	Scopes      *requirementJSON      `json:"scopes,omitempty"`
	ScopeBasis  diagnose.Basis        `json:"scope_basis"`
	Accepts     string                `json:"accepts,omitempty"`
	Permissions *requirementJSON      `json:"permissions,omitempty"`
	Roles       *requirementJSON      `json:"roles,omitempty"`
	NeedsUser   bool                  `json:"needs_user"`
	Preview     bool                  `json:"preview,omitempty"`
	Body        *bodyJSON             `json:"body,omitempty"`
	Codes       []errorCodeJSON       `json:"codes,omitempty"`
	Equivalents []equivalentOperation `json:"equivalents,omitempty"`
	Enforced    string                `json:"enforced,omitempty"`
	Note        string                `json:"note,omitempty"`
	Catalog     *catalogJSON          `json:"catalog,omitempty"` // show only
}

// catalogJSON says which catalog a fact is from.
type catalogJSON struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	Date    string `json:"date,omitempty"`
	Digest  string `json:"digest"`
}

type requirementJSON struct {
	AnyOf []string `json:"any_of,omitempty"`
	AllOf []string `json:"all_of,omitempty"`
	From  string   `json:"from,omitempty"`
}

type bodyJSON struct {
	Name     string          `json:"name"`
	Required bool            `json:"required"`
	Schema   json.RawMessage `json:"schema,omitempty"`
	From     string          `json:"from,omitempty"`
}

type errorCodeJSON struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
}

type equivalentOperation struct {
	ID     string          `json:"id,omitempty"`
	Method string          `json:"method"`
	Path   string          `json:"path"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// operationOf gives the JSON form of an operation; the schema of its body only
// where it is wanted.
func operationOf(op *diagnose.Operation, schema bool) operationJSON {
	j := operationJSON{
		ID: op.ID, Method: op.Method, Path: op.Path, Source: op.Source, From: op.From.String(),
		Scopes: requirementOf(op.Scopes, op.ScopesFrom), ScopeBasis: op.ScopeBasis, Accepts: op.Accepts,
		Permissions: requirementOf(op.Permissions, op.PermissionsFrom), Roles: requirementOf(op.Roles, op.RolesFrom),
		NeedsUser: op.NeedsUser, Preview: op.Preview, Note: op.Note,
	}
	if !op.Enforced.IsZero() {
		j.Enforced = op.Enforced.Format(time.DateOnly)
	}
	if op.Body != nil {
		j.Body = &bodyJSON{Name: op.Body.Name, Required: op.Body.Required, From: op.BodyFrom.String()}
		if schema && op.Body.Schema != nil {
			j.Body.Schema = op.Body.Schema()
		}
	}
	for _, c := range op.Codes {
		j.Codes = append(j.Codes, errorCodeJSON(c))
	}
	for _, e := range op.Equivalents {
		j.Equivalents = append(j.Equivalents, equivalentOperation{e.ID, e.Method, e.Path, json.RawMessage(e.Body)})
	}
	return j
}

func requirementOf(r diagnose.Requirement, from diagnose.Location) *requirementJSON {
	switch {
	case r.Mode == diagnose.All:
		return &requirementJSON{AllOf: r.Names, From: from.String()}
	case r.Empty() && from == diagnose.Location{}:
		return nil
	}
	return &requirementJSON{AnyOf: r.Names, From: from.String()}
}

// writeJSON writes one value on one line.
func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}
