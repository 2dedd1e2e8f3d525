package catalog

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose"
)

// factTable reads a file of the fact tables, which lie beside the project or where
// WHY403_TABLES says; it skips the test where there are none.
func factTable(t *testing.T, name string) []byte {
	t.Helper()
	dir := cmp.Or(os.Getenv("WHY403_TABLES"), "../../../shared/genesys")
	if _, err := os.Stat(dir); err != nil {
		t.Skip("no fact tables in " + dir)
	}
	text, err := os.ReadFile(filepath.Join(dir, name))
	require.NoError(t, err)
	return text
}

// tables gives the rows of a fact table behind its header.
func tables(t *testing.T, name string) [][]string {
	t.Helper()
	text := factTable(t, name)
	var rows [][]string
	for _, line := range strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[1:] {
		rows = append(rows, strings.Split(line, "\t"))
	}
	return rows
}

func TestTheTablesAreAnsweredExactly(t *testing.T) {
	c := Builtin()
	rows := tables(t, "endpoints.tsv")
	require.Len(t, rows, 3280)
	accepts := map[string]string{}
	for _, row := range tables(t, "security_exceptions.tsv") {
		accepts[row[0]+" "+row[1]] = row[2]
	}
	codes := map[string][]diagnose.ErrorCode{}
	for _, row := range tables(t, "endpoint_errors.tsv") {
		status, _ := strconv.Atoi(row[2])
		for _, code := range strings.Split(row[3], ",") {
			codes[row[0]+" "+row[1]] = append(codes[row[0]+" "+row[1]], diagnose.ErrorCode{Status: status, Code: code})
		}
	}
	for _, row := range rows {
		m, ok := c.Find(row[0], concrete(row[1]))
		require.True(t, ok, row)
		o := c.Operation(m)
		key := row[0] + " " + row[1]
		assert.Equal(t, row, asRow(o), key)
		assert.Equal(t, accepts[key], o.Accepts, key)
		assert.Equal(t, codes[key], o.Codes, key)
		assert.Equal(t, diagnose.Published, o.Source, key)
	}
}

func TestTheNamesOfTheTablesAreKnown(t *testing.T) {
	c := Builtin()
	for _, row := range append(tables(t, "scopes.txt"), []string{"ai-studio"}) {
		assert.True(t, c.IsScope(row[0]), row)
	}
	for _, row := range append(tables(t, "permissions.txt"), []string{"admin"}) {
		assert.True(t, c.IsPermission(row[0]), row)
	}
	for _, row := range tables(t, "regions.tsv") {
		for host, kind := range map[string]diagnose.HostKind{row[3]: diagnose.HostAPI, row[4]: diagnose.HostLogin, "apps." + row[2]: diagnose.HostApps} {
			r := c.Route("GET", diagnose.URL{Host: host, Path: "/"})
			assert.Equal(t, []any{kind, row[0]}, []any{r.Host, r.Region}, host)
		}
	}
}

// tableField is a field of a model as models.json writes it.
type tableField struct {
	Type, Format, Ref  string
	Enum               []string
	Items, Values      *tableField
	Required, ReadOnly bool
}

// schema is what a JSON Schema has to say of the field.
func (f *tableField) schema() map[string]any {
	s := map[string]any{}
	switch {
	case f.Ref != "":
		s["$ref"] = "#/$defs/" + f.Ref
	default:
		s["type"] = f.Type
	}
	if f.Format != "" {
		s["format"] = f.Format
	}
	for _, v := range f.Enum {
		var value any = v
		if f.Type == "number" || f.Type == "integer" {
			value, _ = strconv.ParseFloat(v, 64)
		}
		all, _ := s["enum"].([]any)
		s["enum"] = append(all, value)
	}
	if f.Items != nil {
		s["items"] = f.Items.schema()
	}
	if f.Values != nil {
		s["additionalProperties"] = f.Values.schema()
	}
	if f.ReadOnly {
		s["readOnly"] = true
	}
	return s
}

func TestTheModelsOfTheTablesAreTheSchemas(t *testing.T) {
	var models map[string]struct{ Fields map[string]*tableField }
	require.NoError(t, json.Unmarshal(factTable(t, "models.json"), &models))
	require.Len(t, models, 2438)
	seen := map[string]bool{}
	for o := range Builtin().All() {
		if o.Source != diagnose.Published || o.Body == nil || o.Body.Schema == nil {
			continue
		}
		var schema struct {
			Defs map[string]struct {
				Properties map[string]map[string]any
				Required   []string
			} `json:"$defs"`
		}
		require.NoError(t, json.Unmarshal(o.Body.Schema(), &schema), o.ID)
		for name, got := range schema.Defs {
			if seen[name] {
				continue
			}
			seen[name] = true
			var required []string
			assert.Len(t, got.Properties, len(models[name].Fields), name)
			for field, f := range models[name].Fields {
				assert.Equal(t, f.schema(), got.Properties[field], "%s.%s", name, field)
				if f.Required && !f.ReadOnly {
					required = append(required, field)
				}
			}
			assert.ElementsMatch(t, required, got.Required, name)
		}
	}
	assert.Len(t, seen, len(models), "every model belongs to a body")
}
