package catalog

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// schemaOfOperation decodes the schema of an operation's body.
func schemaOfOperation(t *testing.T, id string) (top map[string]any, defs map[string]any) {
	t.Helper()
	o, ok := Builtin().Lookup(id)
	require.True(t, ok, id)
	require.NotNil(t, o.Body, id)
	require.NotNil(t, o.Body.Schema, id)
	require.NoError(t, json.Unmarshal(o.Body.Schema(), &top))
	return top, top["$defs"].(map[string]any)
}

func TestASchemaSaysWhatTheModelSays(t *testing.T) {
	top, defs := schemaOfOperation(t, "patchConversationsCallParticipant")
	assert.Equal(t, "#/$defs/MediaParticipantRequest", top["$ref"])
	model := defs["MediaParticipantRequest"].(map[string]any)
	assert.Equal(t, true, model["x-known-fields-only"])
	fields := model["properties"].(map[string]any)
	state := fields["state"].(map[string]any)
	assert.Equal(t, "string", state["type"])
	assert.Len(t, state["enum"], 12)
	assert.Contains(t, state["enum"], "disconnected")
	assert.Equal(t, map[string]any{"type": "boolean"}, fields["recording"])
	assert.NotContains(t, model, "required")
}

func TestReadOnlyFieldsAreNeverRequired(t *testing.T) {
	_, defs := schemaOfOperation(t, "postRoutingQueues")
	model := defs["CreateQueueRequest"].(map[string]any)
	fields := model["properties"].(map[string]any)
	assert.Equal(t, true, fields["id"].(map[string]any)["readOnly"])
	assert.Contains(t, model["required"], "name")
	n := 0
	for o := range Builtin().All() {
		if o.Body == nil || o.Body.Schema == nil {
			continue
		}
		var schema struct {
			Defs map[string]struct {
				Properties map[string]struct {
					ReadOnly bool
				}
				Required []string
			} `json:"$defs"`
		}
		require.NoError(t, json.Unmarshal(o.Body.Schema(), &schema))
		for name, model := range schema.Defs {
			for _, field := range model.Required {
				n++
				assert.False(t, model.Properties[field].ReadOnly, "%s.%s", name, field)
				assert.Contains(t, model.Properties, field, name)
			}
		}
	}
	assert.Positive(t, n)
}

func TestSchemasAreSelfContained(t *testing.T) {
	for o := range Builtin().All() {
		if o.Body == nil || o.Body.Schema == nil {
			continue
		}
		text := string(o.Body.Schema())
		require.True(t, json.Valid([]byte(text)), o.ID)
		for _, part := range strings.Split(text, `"$ref":"#/$defs/`)[1:] {
			name, _, _ := strings.Cut(part, `"`)
			if !strings.Contains(text, `"`+name+`":{`) {
				t.Errorf("%s refers to %s, which it does not describe", o.ID, name)
			}
		}
	}
}

func TestBodiesOfEveryForm(t *testing.T) {
	for id, want := range map[string]string{
		"postRoutingQueueMembers":             `"type":"array","items":{"$ref":"#/$defs/WritableEntity"}`,
		"putUserRoles":                        `"type":"array","items":{"type":"string"}`,
		"postUsers":                           `"$ref":"#/$defs/CreateUser"`,
		"putExternalcontactsOrganizationNote": `"$ref":"#/$defs/Note"`,
	} {
		o, ok := Builtin().Lookup(id)
		if assert.True(t, ok, id) && assert.NotNil(t, o.Body, id) {
			assert.Contains(t, string(o.Body.Schema()), want, id)
		}
	}
	o, _ := Builtin().Lookup("postIntegrationsActionExecute")
	require.NotNil(t, o)
	assert.Equal(t, "object", o.Body.Name)
	assert.Nil(t, o.Body.Schema, "a free-form body has no schema")

	_, defs := schemaOfOperation(t, "putExternalcontactsOrganizationNote")
	assert.Contains(t, defs, "Note")
}

func TestAModelMayReferToItself(t *testing.T) {
	n := 0
	t0 := Builtin().layers[0]
	for i := range t0.n[secModels] {
		m := t0.model(uint32(i))
		for _, f := range m.Fields {
			if f.Ref == m.Name || f.Items != nil && f.Items.Ref == m.Name {
				n++
				w := schemaWriter{cursor: cursor{t: t0}}
				w.model(uint32(i))
				assert.Contains(t, string(w.out), `"$ref":"#/$defs/`+m.Name+`"`)
			}
		}
	}
	assert.Positive(t, n)
}

func TestNamesAreEscaped(t *testing.T) {
	assert.Equal(t, `"a\"\\\u000a\u0001é"`, string(appendText(nil, "a\"\\\n\x01é")))
	assert.Equal(t, "a.b_c-D_1_", plainName("a.b_c-D/1é"))
}
