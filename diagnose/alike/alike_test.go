package alike

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

const (
	one   = "4c1d9b2e-5f3a-4e21-8a77-3c1d2e4f5a6b"
	two   = "7e6f5a4b-1111-4222-8333-444455556666"
	three = "d00dfeed-0000-4abc-adef-0123456789ab"
)

// jwt makes a token of claims.
func jwt(claims, signature string) string {
	return "eyJhbGciOiJSUzI1NiJ9." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + "." + signature
}

const signature = "dGhpcy1pcy1tYWRlLXVwLWZvci10ZXN0cy1vbmx5LTQ3MTE"

var anID = regexp.MustCompile(`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}`)

// copied is a work that copies names and says where it found them.
func copied(r Record) ([]byte, bool, bool) {
	return fmt.Appendf(nil, "#%d %s at x:%d:%d, notes %s", r.Number, anID.FindAll(r.Text, -1), r.Line,
		1+bytes.Index(r.Text, []byte("notes")), r.Text[bytes.Index(r.Text, []byte("notes")):]), false, true
}

// answers gives what a Memo remembers of records, or "" where the work is to be done.
func answers(work Work, records ...string) []string {
	m := New(noon, work)
	var list []string
	for i, r := range records {
		text := ""
		if x := m.Recall([]byte(r), i+10, i+1); x != nil {
			text = string(x.Append(nil, placeholder(7)))
			x.Free()
		}
		list = append(list, text)
	}
	return list
}

func TestRecordsThatAreAlikeAreRecalled(t *testing.T) {
	record := func(id, a, b string, n int) string {
		return fmt.Sprintf(`{"id":%q,"request":{"url":"/users/%s?of=%s&again=%s"},"notes":"try %d"}`, id, a, b, a, n)
	}
	records := []string{record("c1", one, two, 1), record("case-2", two, three, 22), record("c3", three, one, 333), record("c4", one, one, 4)}
	got := answers(copied, records...)
	assert.Empty(t, got[0], "nothing is like the first")
	for i := 1; i < 3; i++ {
		want, _, _ := copied(Record{Text: []byte(records[i]), Line: i + 10, Number: i + 1})
		assert.Equal(t, string(want), got[i])
	}
	assert.Empty(t, got[3], "two ids are the same, which may mean something")
}

// TestWhatIsNotCopiedIsNotRecalled has works that make other things of the names.
func TestWhatIsNotCopiedIsNotRecalled(t *testing.T) {
	record := func(a, b, at, exp string, n int) string {
		return fmt.Sprintf(`{"request":{"url":"/users/%s?of=%s"},"at":%q,"ends":%q,"notes":"try %d"}`, a, b, at, exp, n)
	}
	records := []string{
		record(one, two, "2026-11-20T10:00:00Z", "2026-11-20T13:00:00Z", 1), record(one, three, "2026-11-20T10:00:01Z", "2026-11-20T13:20:02Z", 2), record(two, three, "2026-11-20T10:00:02Z", "2026-11-20T15:00:04Z", 3),
	}
	momentsOf := func(r Record) (list []time.Time) {
		for _, s := range regexp.MustCompile(`2026-\S+?Z|20\d\d-\d\d-\d\dT\S+?Z`).FindAllString(string(r.Text), -1) {
			at, _ := time.Parse(time.RFC3339, s)
			list = append(list, at)
		}
		return list
	}
	for name, work := range map[string]func(Record) string{
		"the order of ids": func(r Record) string {
			ids := anID.FindAllString(string(r.Text), -1)
			slices.Sort(ids)
			return strings.Join(ids, " ")
		},
		"an id among words": func(r Record) string { return fmt.Sprint(anID.FindString(string(r.Text)) < "a") },
		"a part of an id":   func(r Record) string { return anID.FindString(string(r.Text))[:8] },
		"a distance":        func(r Record) string { m := momentsOf(r); return strconv.Itoa(int(m[1].Sub(m[0]).Hours())) + " hours" },
		"the present":       func(r Record) string { return strconv.Itoa(int(r.Now.Sub(momentsOf(r)[0]).Hours()/24)) + " days" },
		"a length":          func(r Record) string { return strconv.Itoa(len(r.Text)) },
		"a number":          func(r Record) string { return strconv.Itoa(r.Number + 1) },
		"a place in a name": func(r Record) string { return fmt.Sprintf("x:%d:%d", r.Line, 20+bytes.Index(r.Text, []byte("/users"))) },
		"another layout":    func(r Record) string { return momentsOf(r)[0].Format(time.Kitchen) },
	} {
		got := answers(func(r Record) ([]byte, bool, bool) { return []byte(work(r)), false, true }, records...)
		assert.Equal(t, []string{"", "", ""}, got, name)
	}
	fine := answers(func(r Record) ([]byte, bool, bool) {
		m := momentsOf(r)
		return fmt.Appendf(nil, "%v %s", m[0].Before(m[1]), m[1].UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT")), false, true
	}, records...)
	assert.Equal(t, []string{"", "true Fri, 20 Nov 2026 13:20:02 GMT", "true Fri, 20 Nov 2026 15:00:04 GMT"}, fine)
}

func TestRecordsThatDifferInMoreAreNotAlike(t *testing.T) {
	base := `{"request":{"url":"/users/` + one + `"},"at":"2026-11-20T10:00:00Z","notes":"try 5"}`
	for name, change := range map[string][2]string{
		"a word":             {"users", "queue"},
		"the version":        {"-4e21-", "-7e21-"},
		"the variant":        {"-8a77-", "-0a77-"},
		"an id in capitals":  {one, strings.ToUpper(one)},
		"a longer id":        {one, one + "0"},
		"no moment":          {"10:00:00", "10:00:60"},
		"another layout":     {"2026-11-20T10:00:00Z", "2026-11-20T10:00:00.5Z"},
		"a number that long": {"try 5", "try 1234567890"},
		"a placeholder":      {"try 5", "⟨token-1⟩"},
		"a member more":      {`"notes"`, `"user":{},"notes"`},
		"text behind":        {`5"}`, `5"} `},
		"text missing":       {`5"}`, `5"`},
	} {
		other := strings.Replace(base, change[0], change[1], 1)
		require.NotEqual(t, base, other)
		got := answers(func(Record) ([]byte, bool, bool) { return []byte("known"), false, true }, base, base, other, base)
		assert.Equal(t, []string{"", "known", "", "known"}, got, name)
	}
}

func TestIDsMayBeHexDigits(t *testing.T) {
	record := func(a, b string) string { return `{"id":"7","trace":"` + a + `","again":"` + b + `"}` }
	const one, two = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b700f067aa0ba902b7"
	for name, x := range map[string]struct {
		record string
		alike  bool
	}{
		"another":         {record(two, two), true},
		"another of two":  {record(two, one), false},
		"a shorter one":   {record(two[:31], two[:31]), false},
		"digits only":     {record("00000000000000000000000000001103", "00000000000000000000000000001103"), false},
		"in capitals":     {record(strings.ToUpper(one), strings.ToUpper(one)), false},
		"part of a text":  {record(two+" ", two+" "), false},
		"a UUID":          {record("4c1d9b2e-5f3a-4e21-8a77-3c1d2e4f5a6b", "4c1d9b2e-5f3a-4e21-8a77-3c1d2e4f5a6b"), false},
		"of other length": {record(two+"aa", two+"aa"), false},
	} {
		got := answers(func(Record) ([]byte, bool, bool) { return []byte("known"), false, true }, record(one, one), record(one, one), x.record)
		assert.Equal(t, x.alike, got[2] != "", name)
	}
}

// TestThePresentMatters holds moments against the present, or not.
func TestThePresentMatters(t *testing.T) {
	record := func(at string) string { return `{"at":"` + at + `"}` }
	over := func(r Record) ([]byte, bool, bool) {
		at, _ := time.Parse(time.RFC3339, string(r.Text[7:27]))
		return fmt.Appendf(nil, "over: %v", at.Before(r.Now)), false, true
	}
	past, future := record("2026-11-20T10:00:00Z"), record("2026-11-26T10:00:00Z")
	assert.Equal(t, []string{"", "over: true", "", "over: false", "over: true"}, answers(over, past, past, future, future, record("2026-11-21T10:00:00Z")))
	known := func(Record) ([]byte, bool, bool) { return []byte("known"), false, true }
	assert.Equal(t, []string{"", "known", "known"}, answers(known, past, past, future))
}

func TestTokensAreAlikeWhereTheirClaimsAre(t *testing.T) {
	claims := func(sub, org, exp string) string {
		return `{"sub":"` + sub + `","org":"` + org + `","scope":"users:readonly","exp":` + exp + `}`
	}
	record := func(token, extra string) string {
		return `{"request":{"url":"/users/` + one + extra + `","headers":{"Authorization":"Bearer ` + token + `"}}}`
	}
	base := record(jwt(claims("user-0001", two, "1796500000"), signature), "")
	known := func(Record) ([]byte, bool, bool) { return []byte("known"), false, true }
	for name, x := range map[string]struct {
		record string
		alike  bool
	}{
		"another signature":            {record(jwt(claims("user-0001", two, "1796500000"), signature[5:]), ""), true},
		"another subject":              {record(jwt(claims("user-4711", two, "1796500000"), signature), ""), true},
		"another kind of subject":      {record(jwt(claims("robot-4711", two, "1796500000"), signature), ""), false},
		"a subject that stands there":  {record(jwt(claims("user-0001", two, "1796500000"), signature), "?who=user-0001"), false},
		"another organisation":         {record(jwt(claims("user-0001", three, "1796500000"), signature), ""), true},
		"the organisation is the user": {record(jwt(claims("user-0001", one, "1796500000"), signature), ""), false},
		"a later end":                  {record(jwt(claims("user-0001", two, "1797900000"), signature), ""), true},
		"other scopes":                 {record(jwt(strings.Replace(claims("user-0001", two, "1796500000"), "users", "alert", 1), signature), ""), false},
		"no signature":                 {record(jwt(claims("user-0001", two, "1796500000"), ""), ""), false},
		"opaque":                       {record("0123456789abcdefghijklmnop", ""), false},
	} {
		got := answers(known, base, base, x.record)
		assert.Equal(t, x.alike, got[2] != "", name)
	}
	random := func(token string) string { return record(token, "") }
	base = random("aZ3kQ9xLw2Vb7Nc5Rt1Yp8Gs")
	for name, x := range map[string]struct {
		token string
		alike bool
	}{
		"another":        {"Kd82hPqW0zXnB4vT6yLm1cRj", true},
		"a longer one":   {"Kd82hPqW0zXnB4vT6yLm1cRjX", false},
		"of hex digits":  {"0123456789abcdef01234567", false},
		"with a prefix":  {"ghp_Kd82hPqW0zXnB4vT6yLm", false},
		"of words":       {"this-is-my-token-number1", false},
		"partly masked":  {"Kd82hPqW0zXnB4vTxxxxxcRj", false},
		"JWT without it": {"eyJkd82hPqW0zXnB4vT6yLm1", false},
	} {
		assert.Equal(t, x.alike, answers(known, base, base, random(x.token))[2] != "", name)
	}
	base = record(jwt(claims("user-0001", two, "1796500000"), signature), "")
	fingerprint := func(r Record) ([]byte, bool, bool) {
		token, _, _ := strings.Cut(strings.SplitN(string(r.Text), "Bearer ", 2)[1], `"`)
		return []byte(newToken(token).fingerprint + placeholder(r.Token)), true, true
	}
	other := record(jwt(claims("user-0002", two, "1796500000"), signature), "")
	want, _, _ := fingerprint(Record{Text: []byte(other), Token: 7})
	assert.Equal(t, string(want), answers(fingerprint, base, base, other)[2])
}

// TestFollowingFindsTheSameNames holds the quick way against the thorough one.
func TestFollowingFindsTheSameNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []string{one, two, three, strings.ToUpper(one), one[:35], "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b700f067aa0ba902b7"}
		pick := func(label string) string { return rapid.SampledFrom(ids).Draw(t, label) }
		moment := func(label string) string {
			return rapid.SampledFrom([]string{"2026-11-20T10:00:00Z", "2026-11-20T10:00:01Z", "2026-02-30T10:00:00Z", "2026-11-27T10:00:00Z"}).Draw(t, label)
		}
		text := func() string {
			return fmt.Sprintf(`{"id":"%s","request":{"url":"/a/%s/b/%s","headers":{"X-Id":"%s","Date":"%s","Authorization":"%s"}},"at":"%s","exp":%d,"notes":"%s"}`,
				rapid.StringMatching(`[a-z"\\-]{0,4}[0-9]{1,3}`).Draw(t, "id"), pick("first"), pick("second"), pick("third"),
				rapid.SampledFrom([]string{"Fri, 20 Nov 2026 10:00:00 GMT", "Sat, 20 Nov 2026 10:00:00 GMT", "now"}).Draw(t, "date"),
				rapid.SampledFrom([]string{"Bearer " + jwt(`{"sub":"user-1","exp":1795500000}`, signature), "Bearer short", "Basic abc", jwt(`{"sub":"user-2","exp":1795500000}`, signature)}).Draw(t, "token"),
				moment("at"), rapid.Int64Range(1795000000, 1796000000).Draw(t, "exp"), rapid.StringMatching(`[a-z]{1,3} [0-9]{1,11}[ "\\-]?`).Draw(t, "notes"))
		}
		first, second := []byte(text()), []byte(text())
		var found names
		found.tokens = &tokens{}
		if !found.find(first, noon.Unix()) {
			return
		}
		timeless := rapid.Bool().Draw(t, "timeless")
		trail := found.trailOf(first, timeless)
		key := func() string {
			if timeless {
				return string(found.likeness)
			}
			return string(found.present)
		}
		likeness := key()
		follows := found.follow(second, noon.Unix(), &trail)
		list, known, moments := slices.Clone(found.list), slices.Clone(found.ids), slices.Clone(found.moments)
		finds := found.find(second, noon.Unix()) && key() == likeness
		if follows != finds {
			t.Fatalf("follow says %v, find %v\n%s\n%s", follows, finds, first, second)
		}
		if follows && !(slices.Equal(list, found.list) && slices.Equal(known, found.ids) && slices.Equal(moments, found.moments)) {
			t.Fatalf("other names\n%s\n%s\n%v\n%v", first, second, list, found.list)
		}
	})
}

func TestMomentsAreReadAsTheyAreWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Int64Range(1_000_000_000, 1_999_999_999).Draw(t, "at")
		moment := time.Unix(at, 0).UTC()
		for l, want := range map[layout]string{isoLayout: moment.Format(time.RFC3339), httpLayout: moment.Format("Mon, 02 Jan 2006 15:04:05 GMT"), unixLayout: strconv.FormatInt(at, 10)} {
			got := l.append(nil, at)
			back, ok := l.parse(got)
			if string(got) != want || back != at || !ok {
				t.Fatalf("%s is written %s and read %d, %v", want, got, back, ok)
			}
		}
	})
}

// TestExtremes holds rows of moments against what they are to be.
func TestExtremes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		distance := rapid.SampledFrom([]int64{0, 1, 30, 60, 61, 400, 899, 3600, 5000, 86_400, 100_000, 172_800, 900_000})
		moments := []int64{1_795_000_000}
		for range rapid.IntRange(1, 4).Draw(t, "moments") {
			moments = append(moments, 1_795_000_000+distance.Draw(t, "distance")*rapid.SampledFrom([]int64{1, -1}).Draw(t, "sign"))
		}
		timeless := rapid.Bool().Draw(t, "timeless")
		rows := extremes(moments, timeless)
		first := 0
		if timeless {
			first = 1
		}
		for _, row := range rows {
			if string(appendOrder(nil, row[first:])) != string(appendOrder(nil, moments[first:])) {
				t.Fatalf("%v has not the order of %v", row, moments)
			}
			if row[0] != moments[0] {
				t.Fatalf("the present has moved")
			}
		}
		// No row that is alike reaches further.
		other := slices.Clone(moments)
		for i := 1; i < len(other); i++ {
			other[i] += rapid.Int64Range(-40_000, 40_000).Draw(t, "change")
		}
		if string(appendOrder(nil, other[first:])) != string(appendOrder(nil, moments[first:])) {
			return
		}
		for i := first; i < len(other); i++ {
			for j := first; j < len(other); j++ {
				if !slices.ContainsFunc(rows, func(row []int64) bool { return row[i]-row[j] >= other[i]-other[j] }) {
					t.Fatalf("%d and %d are further apart in %v than in %v", i, j, other, rows)
				}
			}
		}
	})
}

func TestMemoryIsBounded(t *testing.T) {
	m := New(noon, func(r Record) ([]byte, bool, bool) { return bytes.Repeat([]byte("x"), 100<<10), false, true })
	for i := range 300 {
		for range 2 {
			m.Recall([]byte(`{"a`+strconv.Itoa(i)+`":"`+one+`"}`), 1, 1)
		}
	}
	assert.LessOrEqual(t, m.size, templatesMax/2+200<<10)
	assert.LessOrEqual(t, len(*m.recent.Load()), recentMax)
	long := []byte(`{"long":"` + strings.Repeat("x", recordMax) + `"}`)
	for range 3 {
		assert.Nil(t, m.Recall(long, 1, 1))
	}
}
