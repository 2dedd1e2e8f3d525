package alike

import (
	"regexp"
	"strings"
	"time"
)

// layout is how a moment is written.
type layout uint8

// The layouts. What a moment becomes in a result has one of them, too.
const (
	isoLayout  layout = iota + 1 // 2026-11-23T10:00:00Z
	httpLayout                   // Mon, 23 Nov 2026 10:00:00 GMT
	unixLayout                   // 1795428000
)

var layouts = [...]layout{isoLayout, httpLayout, unixLayout}

const (
	httpDateLen = 29
	isoDateLen  = 20
	unixLen     = 10
)

// width is how long a moment is.
func (l layout) width() int {
	switch l {
	case isoLayout:
		return isoDateLen
	case httpLayout:
		return httpDateLen
	}
	return unixLen
}

// parse reads a moment of the right width, in seconds since 1970. It reads what it would
// write, and nothing else.
func (l layout) parse(text []byte) (at int64, ok bool) {
	switch l {
	case isoLayout:
		t, whole := clock(text[11:19], digits(text[0:4]), digits(text[5:7]), digits(text[8:10]))
		at, ok = t, whole && text[4] == '-' && text[7] == '-' && text[10] == 'T' && text[19] == 'Z'
	case httpLayout:
		month := 0
		for i := range 12 {
			if string(text[8:11]) == months[3*i:3*i+3] {
				month = i + 1
			}
		}
		at, ok = clock(text[17:25], digits(text[12:16]), month, digits(text[5:7]))
		day := int((at/86400 + 4) % 7) // 1970 began on a Thursday
		ok = ok && string(text[:5]) == days[3*day:3*day+3]+", " && text[7] == ' ' && text[11] == ' ' && text[16] == ' ' && string(text[25:]) == " GMT"
	case unixLayout:
		for _, c := range text {
			if c < '0' || c > '9' {
				return 0, false
			}
			at = 10*at + int64(c-'0')
		}
		ok = true
	}
	return at, ok && at > 0
}

const (
	months = "JanFebMarAprMayJunJulAugSepOctNovDec"
	days   = "SunMonTueWedThuFriSat"
)

// clock puts a date and a time of day, "10:00:00", together.
func clock(text []byte, year, month, day int) (at int64, ok bool) {
	h, m, s := digits(text[0:2]), digits(text[3:5]), digits(text[6:8])
	if text[2] != ':' || text[5] != ':' || h < 0 || h > 23 || m < 0 || m > 59 || s < 0 || s > 59 || month < 1 || month > 12 || year < 1970 || day < 1 {
		return 0, false
	}
	if day > 28 && day > time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day() {
		return 0, false
	}
	// Days since 1970 in the calendar that begins its years in March.
	y, mm := year, month-3
	if mm < 0 {
		y, mm = y-1, mm+12
	}
	since := int64(365*y+y/4-y/100+y/400+(153*mm+2)/5+day-1) - 719468
	return since*86400 + int64(h*3600+m*60+s), true
}

// digits reads a number; -1 where it is none.
func digits(text []byte) int {
	n := 0
	for _, c := range text {
		if c < '0' || c > '9' {
			return -1
		}
		n = 10*n + int(c-'0')
	}
	return n
}

// append writes a moment.
func (l layout) append(b []byte, at int64) []byte {
	if l == unixLayout {
		return appendInt(b, at)
	}
	t := time.Unix(at, 0).UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	if l == isoLayout {
		b = append(twoDigits(twoDigits(b, year/100), year%100), '-')
		b = append(twoDigits(b, int(month)), '-')
		b = append(twoDigits(b, day), 'T')
	} else {
		weekday := 3 * int(t.Weekday())
		b = append(append(b, days[weekday:weekday+3]...), ", "...)
		b = append(twoDigits(b, day), ' ')
		b = append(append(b, months[3*month-3:3*month]...), ' ')
		b = append(twoDigits(twoDigits(b, year/100), year%100), ' ')
	}
	b = append(twoDigits(b, hour), ':')
	b = append(twoDigits(b, minute), ':')
	b = twoDigits(b, second)
	if l == isoLayout {
		return append(b, 'Z')
	}
	return append(b, " GMT"...)
}

func twoDigits(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// moment gives the index of a moment among the different ones. The present is none that
// a record shows.
func (n *names) moment(at int64) int {
	for i, have := range n.moments {
		if i > 0 && have == at {
			return i
		}
	}
	n.moments = append(n.moments, at)
	return len(n.moments) - 1
}

// httpDate takes a moment that ends at a quotation mark, as HTTP headers have them.
func (n *names) httpDate(text []byte, quote int) {
	start := quote - httpDateLen
	if start < 1 || text[quote-1] != 'T' || text[start-1] != '"' {
		return
	}
	if at, ok := httpLayout.parse(text[start:quote]); ok {
		n.list = append(n.list, name{start: start, end: quote, kind: ofMoment, index: n.moment(at), layout: httpLayout})
	}
}

// seconds takes a moment that is the value of a member as a number, as claims have them.
// i is at the colon.
func (n *names) seconds(text []byte, i int) (end int) {
	start, end := i+1, i+1+unixLen
	if end >= len(text) || text[start] != '1' || text[end] != ',' && text[end] != '}' {
		return i
	}
	if at, ok := unixLayout.parse(text[start:end]); ok {
		n.list = append(n.list, name{start: start, end: end, kind: ofMoment, index: n.moment(at), layout: unixLayout})
	}
	return end
}

// otherMoment is how what may be a moment in a layout that is not known here begins.
const otherMoment = `^(?:[12][0-9]{7}(?:[0-9]{2}|[0-9]{5,6})?(?:\b|[TZ])|[12][0-9]{3}[-/.][01][0-9][-/.][0-3][0-9]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:[0-9]{1,2},? )?[12][0-9]{3})`

const otherMomentMax = 40 // characters of one

// onlyKnownMoments says whether nothing in a text but its names can be a moment: others
// might be held against those.
func (m *Memo) onlyKnownMoments(text []byte, list []name) bool {
	if m.otherMoment == nil {
		m.otherMoment = regexp.MustCompile(otherMoment)
	}
	done := 0
	for _, x := range list {
		if m.hasOtherMoment(text[done:x.start]) {
			return false
		}
		done = x.end
	}
	return !m.hasOtherMoment(text[done:])
}

func (m *Memo) hasOtherMoment(text []byte) bool {
	for i, c := range text {
		digit := (c == '1' || c == '2') && (i == 0 || text[i-1] != '_' && !letterOrDigit(text[i-1]))
		if (digit || strings.IndexByte("JFMASOND", c) >= 0) && m.otherMoment.Match(text[i:min(i+otherMomentMax, len(text))]) {
			return true
		}
	}
	return false
}
