package main

import (
	"bytes"
	"fmt"
	"os"
	"slices"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/catalog"
)

// addCommunity adds the hand-kept entries, which may not describe what is
// published.
func addCommunity(d *catalog.Description, file string) error {
	text, err := os.Open(file)
	if err != nil {
		return err
	}
	defer text.Close()
	hand, err := catalog.ReadDescription(file, text)
	if err != nil {
		return err
	}
	for _, e := range hand.Operations {
		e.Source, e.Says, e.Lines = diagnose.Community, catalog.Whole, nil
		d.Operations = append(d.Operations, e)
	}
	d.Models = append(d.Models, hand.Models...)
	return nil
}

func write(d *catalog.Description, file string) error {
	data, err := catalog.Encode(d)
	if err != nil {
		return err
	}
	if err := os.WriteFile(file, data, 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d operations, %d models, %d bytes\n", file, len(d.Operations), len(d.Models), len(data))
	return nil
}

// verify makes the artefact anew from its own published facts and the community's
// file, and compares.
func verify(file, community string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	d, err := catalog.Decode(data)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	d.Operations = slices.DeleteFunc(d.Operations, func(e catalog.Entry) bool { return e.Source == diagnose.Community })
	d.Models = slices.DeleteFunc(d.Models, func(m catalog.Model) bool { return m.Raw != "" })
	if err := addCommunity(d, community); err != nil {
		return err
	}
	again, err := catalog.Encode(d)
	if err != nil {
		return err
	}
	if !bytes.Equal(data, again) {
		return fmt.Errorf("%s is not what this generator makes of its facts and %s: generate it again", file, community)
	}
	fmt.Printf("%s: %d bytes, as generated\n", file, len(data))
	return nil
}
