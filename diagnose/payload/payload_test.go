package payload_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose/payload"
)

const conference = `{"type":"object","required":["participants"],"x-known-fields-only":true,"properties":{
 "participants":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/Leg"}}},
 "$defs":{"Leg":{"type":"object","required":["participantId","action"],"x-known-fields-only":true,"properties":{
  "participantId":{"type":"string","format":"uuid"},"action":{"type":"string","enum":["disconnect"]},
  "selfUri":{"type":"string","format":"uri","readOnly":true}}}}}`

const request = `{"type":"object","properties":{
 "state":{"type":"string","enum":["connected","disconnected","held"]},"muted":{"type":"boolean"},"count":{"type":"integer","minimum":1},
 "wrapup":{"type":"object","properties":{"code":{"type":"string"},"durationSeconds":{"type":"integer"}}},
 "tags":{"type":"array","items":{"type":"string"}},"attributes":{"type":"object","additionalProperties":{"type":"string"}},
 "made":{"type":"string","format":"date-time"}},"x-known-fields-only":true}`

const leg = "b1a2c3d4-0001-4002-8003-c0ffee000002"

func TestCheck(t *testing.T) {
	for name, test := range map[string]struct {
		schema, body string
		problems     []string // pointer keyword
		corrected    string
	}{
		"as it should be":    {conference, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`, nil, ``},
		"sent back as read":  {conference, `{"participants":[{"participantId":"` + leg + `","action":"disconnect","selfUri":"/x"}]}`, nil, ``},
		"one bare member":    {conference, `{"participantId":"` + leg + `","action":"disconnect"}`, []string{" required"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"a list":             {conference, `[{"participantId":"` + leg + `","action":"disconnect"}]`, []string{" type"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"an object for list": {conference, `{"participants":{"participantId":"` + leg + `","action":"disconnect"}}`, []string{"/participants type"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"misspelt action":    {conference, `{"participants":[{"participantId":"` + leg + `","action":"disconect"}]}`, []string{"/participants/0/action enum"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"not a UUID":         {conference, `{"participants":[{"participantId":"leg-2","action":"disconnect"}]}`, []string{"/participants/0/participantId format"}, `{"participants":[{"participantId":"<uuid for participantId>","action":"disconnect"}]}`},
		"misspelt names": {conference, `{"Participants":[{"participant_id":"` + leg + `","actoin":"disconnect"}]}`,
			[]string{"/Participants unknown field", "/Participants/0/participant_id unknown field", "/Participants/0/actoin unknown field"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"part of a name":     {conference, `{"participants":[{"id":"` + leg + `","action":"disconnect"}]}`, []string{"/participants/0/id unknown field"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"bare and misspelt":  {conference, `{"participantId":"7","action":"drop"}`, []string{" required", "/participantId format", "/action enum"}, `{"participants":[{"participantId":"<uuid for participantId>","action":"disconnect"}]}`},
		"nothing":            {conference, `{}`, []string{" required"}, `{"participants":[{"participantId":"<uuid for participantId>","action":"disconnect"}]}`},
		"one wrapper more":   {conference, `{"body":{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}}`, []string{"/body unknown field"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"JSON in a string":   {conference, `"{\"participants\":[{\"participantId\":\"` + leg + `\",\"action\":\"disconnect\"}]}"`, []string{" type"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"braces round UUID":  {conference, `{"participants":[{"participantId":"{` + leg + `}","action":"disconnect"}]}`, []string{"/participants/0/participantId format"}, `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`},
		"case of a value":    {request, `{"state":"DISCONNECTED"}`, []string{"/state enum"}, `{"state":"disconnected"}`},
		"shorter value":      {request, `{"state":"disconnect"}`, []string{"/state enum"}, `{"state":"disconnected"}`},
		"value not listed":   {request, `{"state":"gone"}`, []string{"/state enum"}, ``},
		"written as strings": {request, `{"muted":"true","count":"3"}`, []string{"/muted type", "/count type"}, `{"muted":true,"count":3}`},
		"number for string":  {request, `{"wrapup":{"code":12345678901234567890}}`, []string{"/wrapup/code type"}, `{"wrapup":{"code":"12345678901234567890"}}`},
		"null is not set":    {request, `{"state":null,"muted":false}`, nil, ``},
		"unknown field":      {request, `{"muted":false,"volume":3}`, []string{"/volume unknown field"}, `{"muted":false}`},
		"nothing left":       {request, `{"volume":3}`, []string{"/volume unknown field"}, ``},
		"case of a name":     {request, `{"Muted":false,"wrapUp":{"durationseconds":3}}`, []string{"/Muted unknown field", "/wrapUp unknown field", "/wrapUp/durationseconds unknown field"}, `{"muted":false,"wrapup":{"durationSeconds":3}}`},
		"a map takes names":  {request, `{"attributes":{"stat":"x","a/b":1}}`, []string{"/attributes/a~1b type"}, `{"attributes":{"stat":"x","a/b":"1"}}`},
		"one for a list":     {request, `{"tags":"vip"}`, []string{"/tags type"}, `{"tags":["vip"]}`},
		"too small":          {request, `{"count":0}`, []string{"/count minimum"}, ``},
		"not a time":         {request, `{"made":"yesterday"}`, []string{"/made format"}, ``},
		"hopeless":           {request, `[1]`, []string{" type"}, ``},
		"whole number":       {request, `{"count":1.0}`, nil, ``},
		"half a number":      {request, `{"count":1.5}`, []string{"/count type"}, ``},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := payload.Check(test.body, []byte(test.schema))
			require.NoError(t, err)
			var got []string
			for _, p := range r.Problems {
				got = append(got, p.Pointer+" "+p.Keyword)
				assert.NotEmpty(t, p.Text)
			}
			assert.Equal(t, test.problems, got)
			assert.Equal(t, test.corrected, string(r.Corrected))
		})
	}
}

func TestCheckErrors(t *testing.T) {
	for _, body := range []string{``, `{`, `{"a":1} {}`, `{"a":1,}`, `a=b&c=d`, `undefined`} {
		_, err := payload.Check(body, []byte(conference))
		assert.ErrorIs(t, err, payload.ErrNotJSON, body)
	}
	for _, schema := range []string{``, `[`, `{"properties":{"a":{"type":7}}}`, `{"properties":{"a":{"$ref":"#/$defs/B"}}}`} {
		_, err := payload.Check(`{"a":1}`, []byte(schema))
		assert.Error(t, err, schema)
		assert.NotErrorIs(t, err, payload.ErrNotJSON, schema)
	}
}

// FuzzParse holds the reader against encoding/json: it takes the same texts, and reads
// the same out of them.
func FuzzParse(f *testing.F) {
	for _, body := range []string{``, ` {} `, `[1,-0.5e+7,"x\u00e9\n",null,true,false]`, `{"a":{"b":[[]]},"a":1}`, `{"a":1} {}`, `[1,]`, `{,}`, `"\x"`, `01`,
		"\"\xff\"", "\"\t\"", `nul`, `1{`, `"`, `"\`, `[1 2]`, `{"a" "b"}`, `{1:2}`, `-`, "\x00", `{"a":}`} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, err := payload.Parsed(body)
		require.Equal(t, json.Valid([]byte(body)), err == nil, "%q: %v", body, err)
		if err == nil {
			var want any
			d := json.NewDecoder(strings.NewReader(body))
			d.UseNumber()
			require.NoError(t, d.Decode(&want))
			var read any
			d = json.NewDecoder(strings.NewReader(got))
			d.UseNumber()
			require.NoError(t, d.Decode(&read))
			require.Equal(t, want, read)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	for name, body := range map[string]string{
		"right": `{"participants":[{"participantId":"` + leg + `","action":"disconnect"}]}`,
		"wrong": `{"participantId":"7","action":"drop"}`,
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, _ = payload.Check(body, []byte(conference))
			}
		})
	}
}
