// Command gencatalog compiles the published facts of Genesys Cloud into the
// catalog that why403 embeds.
//
//	gencatalog -tables DIR [-o FILE]   from the fact tables
//	gencatalog -check [-o FILE]        is the artefact what this generator makes of its own facts?
//
// The community's entries come from community.json beside the artefact.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "gencatalog:", err)
		os.Exit(1)
	}
}

func run() error {
	tables := flag.String("tables", "", "directory of the fact tables")
	out := flag.String("o", "diagnose/catalog/genesys.bin", "the artefact")
	community := flag.String("community", "diagnose/catalog/community.json", "the community's entries")
	version := flag.String("version", "10706", "version of the platform API the tables were made from")
	date := flag.String("date", "2026-08-15", "date of the tables' main source, ISO 8601")
	check := flag.Bool("check", false, "fail where the artefact is not what the generator makes of its facts")
	flag.Parse()
	switch {
	case *check:
		return verify(*out, *community)
	case *tables == "":
		return errors.New("say -tables DIR or -check")
	}
	return generate(*tables, *out, *community, *version, *date)
}

// generate compiles the tables and the community's entries.
func generate(tables, out, community, version, date string) error {
	d, err := readTables(tables)
	if err != nil {
		return err
	}
	d.Name, d.Version, d.Date = "genesys-cloud", version, date
	if err := addCommunity(d, community); err != nil {
		return err
	}
	return write(d, out)
}
