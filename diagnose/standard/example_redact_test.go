package standard_test

import (
	"fmt"
	"strings"

	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/redact"
	"github.com/why403/why403/diagnose/standard"
)

// A program that embeds why403 hides identifiers as the command does: the redactor is
// told the level before anything is read, and each report passes through it. The
// verdict is found on the real values.
func Example_identifiers() {
	engine, err := standard.New(standard.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	red := redact.New().Hide(redact.Identifiers)
	call := evidence.Input{Name: "call.json", Data: strings.NewReader(`{
		"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/users/8e51b8a2-1111-4c0d-9a51-c0ffee000001"},
		"response": {"status": 403, "body": {"code": "missing.any.permissions", "message": "You must have at least one of the following permissions assigned: [directory:user:view]"}}}`)}
	for c, err := range evidence.Read([]evidence.Input{call}, evidence.Options{Redactor: red}) {
		if err != nil {
			fmt.Println(err)
			continue
		}
		found := engine.Diagnose(c)
		report := red.ConcealReport(&found, engine.Diagnose)
		fmt.Println(report.Question.URL)
		fmt.Println(report.Causes[0].Summary)
	}
	for _, p := range red.Key().Pseudonyms { // for their owner, apart from the report
		fmt.Println(p.Pseudonym, "is", p.Kind, p.Value)
	}
	// Output:
	// https://api.mypurecloud.com/api/v2/users/⟨user-1⟩
	// the caller lacks permission directory:user:view
	// ⟨user-1⟩ is user id 8e51b8a2-1111-4c0d-9a51-c0ffee000001
}
