package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/why403/why403/diagnose/evidence"
	"github.com/why403/why403/diagnose/redact"
	"github.com/why403/why403/diagnose/render"
)

// reportsOn runs the program over a stream, with and without recalling.
func reportsOn(t *testing.T, stream []byte, recalls bool, args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	s := theSystem()
	s.in, s.out, s.err, s.recalls = bytes.NewReader(stream), &o, &e, recalls
	s.outIsTTY, s.errIsTTY, s.width = false, false, 0
	s.now = func() time.Time { return time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC) }
	code = run(append(args, "-"), s)
	return o.String(), e.String(), code
}

// TestRecalledReportsAreThoseThatWereMade holds the reports on a stream of records that
// are alike, or nearly so, against those that are made one by one.
func TestRecalledReportsAreThoseThatWereMade(t *testing.T) {
	cases := bytes.Split(bytes.TrimSpace(everyCase(t)), []byte{'\n'})
	rounds := 8
	if testing.Short() {
		rounds = 2
	}
	for seed := range rounds {
		random := rand.New(rand.NewPCG(uint64(seed), 403))
		stream := alikeRecords(random, cases)
		if seed%2 == 1 { // hardly anything has to be made, but each caller is another kind
			var called [][]byte
			for _, c := range cases {
				if !bytes.Contains(c, []byte(`"user"`)) {
					called = append(called, append([]byte(`{"user":{"id":"4c1d9b2e-5f3a-4e21-8a77-3c1d2e4f5a6b"},`), c[1:]...))
				}
			}
			stream = mixedRecords(random, called, 6, 2, 200)
		}
		for _, format := range []string{"json", "text"} {
			want, wantErrs, wantCode := reportsOn(t, stream, false, "--format", format)
			got, gotErrs, gotCode := reportsOn(t, stream, true, "--format", format)
			assert.Equal(t, wantCode, gotCode)
			assert.Equal(t, wantErrs, gotErrs)
			wants, gots := strings.SplitAfter(want, "\n"), strings.SplitAfter(got, "\n")
			require.Len(t, gots, len(wants))
			for i := range wants {
				if wants[i] != gots[i] {
					k := 0
					for k < min(len(wants[i]), len(gots[i])) && wants[i][k] == gots[i][k] {
						k++
					}
					from := max(0, k-200)
					require.Equal(t, wants[i][from:min(len(wants[i]), k+200)], gots[i][from:min(len(gots[i]), k+200)], "seed %d, %s, line %d", seed, format, i+1)
				}
			}
		}
	}
}

// alikeRecords writes some of the cases many times, mixed: sometimes with other names in
// the same places, sometimes with names that became the same or other moments.
func alikeRecords(random *rand.Rand, cases [][]byte) []byte {
	return mixedRecords(random, cases, 160, 8, 20)
}

// mixedRecords takes some of the cases, a few together, each so many times.
func mixedRecords(random *rand.Rand, cases [][]byte, some, together, times int) []byte {
	var stream bytes.Buffer
	cases = slices.Clone(cases)
	random.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
	for i := 0; i < some; i += together {
		group := cases[i : i+together]
		for range times * together {
			record := group[random.IntN(len(group))]
			if random.IntN(8) > 0 {
				record = renamed(random, record)
			}
			if random.IntN(2) == 0 {
				record = append([]byte(fmt.Sprintf(`{"id":"case-%d",`, random.IntN(1_000_000))), record[1:]...)
			}
			if random.IntN(20) == 0 {
				stream.WriteString("\n")
			}
			stream.Write(record)
			stream.WriteByte('\n')
		}
	}
	return stream.Bytes()
}

var (
	hexPattern    = regexp.MustCompile(`"[0-9a-f]{16,64}"`)
	idPattern     = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)
	momentPattern = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
	datePattern   = regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT`)
	jwtPattern    = regexp.MustCompile(`eyJ[\w-]+\.[\w-]+\.[\w-]+`)
	secondPattern = regexp.MustCompile(`:1[5-9]\d{8}\b`)
	notesPattern  = regexp.MustCompile(`"notes":"[^"\\]*`)
)

// renamed gives a record other names.
func renamed(random *rand.Rand, record []byte) []byte {
	ids := map[string]string{}
	alone := random.IntN(4) == 0 // the same id becomes different ones
	other := func(id string) string {
		if have, ok := ids[id]; ok && !alone {
			return have
		}
		b := []byte(id)
		for i, c := range b {
			switch {
			case c != '-' && (len(b) != 36 || i != 14 && i != 19):
				b[i] = "0123456789abcdef"[random.IntN(16)]
			case i == 19 && strings.IndexByte("89ab", c) >= 0:
				b[i] = "89ab"[random.IntN(4)]
			}
		}
		if random.IntN(12) == 0 {
			for _, have := range ids { // two ids become the same
				b = []byte(have)
				break
			}
		}
		ids[id] = string(b)
		return ids[id]
	}
	scale := [...]int{10, 200, 2000, 20_000, 200_000, 20_000_000}[random.IntN(6)]
	shift := func(layout string) func(string) string {
		return func(s string) string {
			at, err := time.Parse(layout, s)
			if err != nil || random.IntN(3) == 0 {
				return s
			}
			return at.Add(time.Duration(random.IntN(2*scale)-scale) * time.Second).Format(layout)
		}
	}
	names := func(s string) string {
		s = idPattern.ReplaceAllStringFunc(s, other)
		s = hexPattern.ReplaceAllStringFunc(s, func(s string) string { return `"` + other(strings.Trim(s, `"`)) + `"` })
		s = momentPattern.ReplaceAllStringFunc(s, shift("2006-01-02T15:04:05Z"))
		s = datePattern.ReplaceAllStringFunc(s, shift("Mon, 02 Jan 2006 15:04:05 GMT"))
		return secondPattern.ReplaceAllStringFunc(s, func(s string) string {
			if random.IntN(2) == 0 {
				return s
			}
			var n int
			fmt.Sscanf(s, ":%d", &n)
			return fmt.Sprintf(":%d", n+random.IntN(2*scale)-scale)
		})
	}
	text := jwtPattern.ReplaceAllStringFunc(string(record), func(token string) string {
		parts := strings.Split(token, ".")
		claims, err := base64.RawURLEncoding.DecodeString(parts[1])
		if err != nil {
			return token
		}
		signature := make([]byte, 43)
		for i := range signature {
			signature[i] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"[random.IntN(64)]
		}
		return parts[0] + "." + base64.RawURLEncoding.EncodeToString([]byte(names(string(claims)))) + "." + string(signature)
	})
	text = notesPattern.ReplaceAllStringFunc(text, func(s string) string {
		return s + fmt.Sprintf(" try %d of %d", random.IntN(2000), random.IntN(30))
	})
	return []byte(names(text))
}

// TestRecallingLeaksNothing plants secrets that were harmless words of an earlier record
// that is alike.
func TestRecallingLeaksNothing(t *testing.T) {
	const word = "Kc9YbD9sHf2JgAeR7tUo4iXl6Lm0Pq7RsTu5VwXy2Z"
	const id = "9b2e4c1d-5f3a-4e21-8a77-3c1d2e4f5a6b"
	jwt := func(signature string) string {
		return "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(`{"scope":"users:readonly"}`)) + "." + signature
	}
	record := func(token, conversation, extra string) string {
		return `{"request":{"method":"PATCH","url":"https://api.mypurecloud.com/api/v2/conversations/calls/` + conversation + `","headers":{"Authorization":"Bearer ` + token + `"` + extra + `}},` +
			`"response":{"status":403,"body":{"code":"missing.permissions","message":"no ` + word + `"}},"notes":"record 7"}` + "\n"
	}
	other := jwt(strings.Repeat("Wq3", 14) + "Z")
	for name, stream := range map[string]string{
		"the signature is a word that was shown before": strings.Repeat(record(other, id, ""), 5) + strings.Repeat(record(jwt(word), id, ""), 3),
		"an id is a key elsewhere": strings.Repeat(record(other, "11111111-2222-4333-8444-555555555555", ""), 5) +
			record(other, "11111111-2222-4333-8444-555555555555", `,"X-Api-Key":"`+id+`"`) + strings.Repeat(record(other, id, ""), 3),
	} {
		secret := word
		if strings.HasPrefix(name, "an id") {
			secret = id
		}
		for _, recalls := range []bool{false, true} {
			out, errs, _ := reportsOn(t, []byte(stream), recalls, "--format", "json")
			lines := strings.Split(strings.TrimSpace(out), "\n")
			for i := 0; i+12 <= len(secret); i++ {
				assert.NotContains(t, lines[len(lines)-1]+errs, secret[i:i+12], name)
			}
		}
	}
}

// TestMostRecordsThatAreAlikeAreRecalled makes sure that the other tests hold anything.
func TestMostRecordsThatAreAlikeAreRecalled(t *testing.T) {
	p := &program{system: theSystem(), redactor: redact.New()}
	o := diagnoseOptions{format: "json", color: "never", conceal: concealment{name: "secrets"}}
	engine, err := p.engine(nil)
	require.NoError(t, err)
	renderer, err := p.renderer(o, render.Options{})
	require.NoError(t, err)
	x := p.recaller(o, engine, &printer{renderer: renderer, o: o}, time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC))("stdin")
	random := rand.New(rand.NewPCG(1, 403))
	records := bytes.Split(alikeRecords(random, bytes.Split(bytes.TrimSpace(everyCase(t)), []byte{'\n'})), []byte{'\n'})
	recalled := 0
	for i, r := range records {
		if _, again := x.Recall(evidence.Record{Source: "stdin", Text: r, Line: i + 1, Number: i + 1}, nil); again {
			recalled++
		}
	}
	t.Logf("%d of %d records", recalled, len(records))
	assert.Greater(t, recalled, len(records)/2)
}

// TestSecretsOfRecalledRecordsAreSecrets shows the token of a recalled record in words of
// a later one.
func TestSecretsOfRecalledRecordsAreSecrets(t *testing.T) {
	tokens := []string{"aZ3kQ9xLw2Vb7Nc5Rt1Yp8Gs", "Kd82hPqW0zXnB4vT6yLm1cRj", "pQ4rS8tU1vW5xY9zA3bC7dEf", "hJ6kL0mN2oP4qR8sT1uV5wXy"}
	var stream strings.Builder
	for _, token := range tokens {
		stream.WriteString(`{"request":{"method":"GET","url":"https://api.mypurecloud.com/api/v2/users/me","headers":{"Authorization":"Bearer ` + token + `"}},"response":{"status":403,"body":{"code":"not.authorized"}}}` + "\n")
	}
	const last = 3
	stream.WriteString(`{"request":{"method":"GET","url":"https://api.example.com/x"},"response":{"status":403,"body":"no: ` + tokens[last] + `"},"notes":"I sent ` + tokens[last] + ` and nothing else"}` + "\n")
	for _, format := range []string{"json", "text", "markdown"} {
		for _, recalls := range []bool{false, true} {
			out, errs, _ := reportsOn(t, []byte(stream.String()), recalls, "--format", format)
			for i := 0; i+12 <= len(tokens[last]); i++ {
				assert.NotContains(t, out+errs, tokens[last][i:i+12], "%s, recalling %v", format, recalls)
			}
		}
	}
}
