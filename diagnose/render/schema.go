package render

import _ "embed" // for the schema's text

//go:embed report-v1.schema.json
var reportSchema string

// ReportSchema is the JSON Schema (draft 2020-12) of what the json format
// writes: one report, [Schema].
func ReportSchema() []byte { return []byte(reportSchema) }
