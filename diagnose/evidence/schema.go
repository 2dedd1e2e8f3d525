package evidence

import _ "embed"

//go:embed schema/case-v1.schema.json
var caseSchema string

// CaseSchema gives the JSON Schema (draft 2020-12) of the case form.
func CaseSchema() []byte { return []byte(caseSchema) }
