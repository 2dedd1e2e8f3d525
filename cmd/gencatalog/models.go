package main

import (
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/go-json-experiment/json"

	"github.com/why403/why403/diagnose/catalog"
)

// modelFields is a model as models.json writes it.
type modelFields struct {
	Fields map[string]fieldType `json:"fields"`
}

type fieldType struct {
	Type     string     `json:"type"`
	Format   string     `json:"format"`
	Enum     []string   `json:"enum"`
	Items    *fieldType `json:"items"`
	Values   *fieldType `json:"values"`
	Ref      string     `json:"ref"`
	Required bool       `json:"required"`
	ReadOnly bool       `json:"readonly"`
}

func readModels(file string) ([]catalog.Model, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var all map[string]modelFields
	if err := json.Unmarshal(text, &all, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	var models []catalog.Model
	for _, name := range slices.Sorted(maps.Keys(all)) {
		m := catalog.Model{Name: name}
		for _, field := range slices.Sorted(maps.Keys(all[name].Fields)) {
			f := all[name].Fields[field]
			m.Fields = append(m.Fields, catalog.Field{Name: field, Required: f.Required, ReadOnly: f.ReadOnly, Shape: *f.shape()})
		}
		models = append(models, m)
	}
	return models, nil
}

func (f *fieldType) shape() *catalog.Shape {
	if f == nil {
		return nil
	}
	return &catalog.Shape{
		Type: f.Type, Format: f.Format, Enum: f.Enum, Ref: f.Ref,
		Items: f.Items.shape(), Values: f.Values.shape(),
	}
}
