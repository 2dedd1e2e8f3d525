package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/catalog"
)

// readTables reads the fact tables: names, types and lists.
func readTables(dir string) (*catalog.Description, error) {
	d := &catalog.Description{Prefix: "/api/v2"}
	index := map[string]int{}
	err := eachRow(dir, "endpoints.tsv", 11, func(row []string) error {
		e, err := operation(row)
		index[e.Method+" "+e.Path] = len(d.Operations)
		d.Operations = append(d.Operations, e)
		return err
	})
	if err == nil {
		err = eachRow(dir, "endpoint_errors.tsv", 4, func(row []string) error { return addCodes(d, index, row) })
	}
	if err == nil {
		err = eachRow(dir, "security_exceptions.tsv", 3, func(row []string) error {
			i, ok := index[row[0]+" "+row[1]]
			if !ok {
				return fmt.Errorf("%s %s is no operation", row[0], row[1])
			}
			d.Operations[i].Accepts = row[2]
			return nil
		})
	}
	if err == nil {
		err = eachRow(dir, "regions.tsv", 6, func(row []string) error {
			d.Hosts = append(d.Hosts,
				catalog.Host{Name: row[3], Kind: diagnose.HostAPI, Region: row[0]},
				catalog.Host{Name: row[4], Kind: diagnose.HostLogin, Region: row[0]},
				catalog.Host{Name: "apps." + row[2], Kind: diagnose.HostApps, Region: row[0]})
			return nil
		})
	}
	if err == nil {
		d.Scopes, err = names(dir, "scopes.txt")
	}
	if err == nil {
		d.Permissions, err = names(dir, "permissions.txt")
	}
	if err == nil {
		d.Models, err = readModels(filepath.Join(dir, "models.json"))
	}
	return d, err
}

// operation makes an entry of a row: method, path, operation, mode, permissions,
// scopes, scope_basis, body, body_required, user_context, preview.
func operation(row []string) (catalog.Entry, error) {
	e := catalog.Entry{Says: catalog.Whole, BodyRequired: row[8] == "1"}
	e.Operation = diagnose.Operation{
		Method: row[0], Path: row[1], ID: row[2], Source: diagnose.Published,
		ScopeBasis: diagnose.Basis(row[6]), NeedsUser: row[9] == "1", Preview: row[10] == "1",
	}
	switch row[3] {
	case "ANY":
		e.Permissions.Mode = diagnose.Any
	case "ALL":
		e.Permissions.Mode = diagnose.All
	case "NONE":
	default:
		return e, fmt.Errorf("%s %s: mode %q", row[0], row[1], row[3])
	}
	if row[4] != "" {
		e.Permissions.Names = strings.Split(row[4], ",")
	}
	if scopes := strings.Fields(row[5]); len(scopes) > 0 {
		e.Scopes = diagnose.AnyOf(scopes...)
	}
	e.Shape = bodyShape(row[7])
	return e, nil
}

// bodyShape reads a body column: a model, "[]" and a model, or a plain type.
func bodyShape(s string) *catalog.Shape {
	if s == "" {
		return nil
	}
	if member, ok := strings.CutPrefix(s, "[]"); ok {
		return &catalog.Shape{Type: "array", Items: bodyShape(member)}
	}
	if s == "object" || s == "string" {
		return &catalog.Shape{Type: s}
	}
	return &catalog.Shape{Type: "object", Ref: s}
}

func addCodes(d *catalog.Description, index map[string]int, row []string) error {
	i, ok := index[row[0]+" "+row[1]]
	if !ok {
		return fmt.Errorf("%s %s is no operation", row[0], row[1])
	}
	status, err := strconv.Atoi(row[2])
	for code := range strings.SplitSeq(row[3], ",") {
		d.Operations[i].Codes = append(d.Operations[i].Codes, diagnose.ErrorCode{Status: status, Code: code})
	}
	return err
}

// eachRow calls f with every row of a table behind its header.
func eachRow(dir, name string, columns int, f func([]string) error) error {
	text, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	for i, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n") {
		row := strings.Split(line, "\t")
		if len(row) != columns {
			return fmt.Errorf("%s:%d: %d columns, want %d", name, i+1, len(row), columns)
		}
		if i == 0 {
			continue
		}
		if err := f(row); err != nil {
			return fmt.Errorf("%s:%d: %w", name, i+1, err)
		}
	}
	return nil
}

// names reads the first column of a list.
func names(dir, name string) ([]string, error) {
	text, err := os.ReadFile(filepath.Join(dir, name))
	var all []string
	for line := range strings.Lines(string(text)) {
		first, _, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if first != "" {
			all = append(all, first)
		}
	}
	slices.Sort(all)
	return all, err
}
