package alike

import (
	"regexp"
	"slices"
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

// otherMoment finds what may be a moment in a layout that is not known here.
const otherMoment = `\b[12][0-9]{7}(?:[0-9]{2}|[0-9]{5,6})?(?:\b|[TZ])|\b[12][0-9]{3}[-/.][01][0-9][-/.][0-3][0-9]|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* (?:[0-9]{1,2},? )?[12][0-9]{3}`

// onlyKnownMoments says whether nothing in a text but its names can be a moment: others
// might be held against those.
func (m *Memo) onlyKnownMoments(text []byte, list []name) bool {
	if m.otherMoment == nil {
		m.otherMoment = regexp.MustCompile(otherMoment)
	}
	done := 0
	for _, x := range list {
		if m.otherMoment.Match(text[done:x.start]) {
			return false
		}
		done = x.end
	}
	return !m.otherMoment.Match(text[done:])
}

// gaps are the distances between two moments, in seconds, at which something may be
// judged in another way: what counts as the same time, leeways, how long a granted role
// takes to work.
var gaps = [...]int64{0, 2, 60, 300, 900}

// between tells where a distance lies among the gaps: even between two of them, odd on one.
func between(d int64) int {
	sign := 1
	if d < 0 {
		d, sign = -d, -1
	}
	for i, g := range gaps {
		if d == g {
			return sign * (2*i + 1)
		}
		if d < g {
			return sign * 2 * i
		}
	}
	return sign * 2 * len(gaps)
}

// bounds gives the least and the greatest distance that lies where d does.
func bounds(d int64) (least, greatest int64) {
	if d < 0 {
		least, greatest = bounds(-d)
		return -greatest, -least
	}
	least = 0
	for _, g := range gaps {
		if d == g {
			return d, d
		}
		if d < g {
			return least, g - 1
		}
		least = g + 1
	}
	return least, d + 300*24*3600
}

// appendOrder writes how far any two moments are apart, as far as it can matter.
func appendOrder(b []byte, moments []int64) []byte {
	for i := range moments {
		for _, other := range moments[:i] {
			b = append(b, byte(between(moments[i]-other)))
		}
	}
	return b
}

// appendPresent writes the same of every moment and the present, which is the first.
func appendPresent(b []byte, moments []int64) []byte {
	for _, at := range moments[1:] {
		b = append(b, byte(between(at-moments[0])))
	}
	return b
}

// extremes gives rows of moments that are written in the same order: in one or other of
// them every two moments are as far apart as they can be, and as near. What is the same
// for all of them is the same for whatever lies between, since words for a distance grow
// with it. The first moment is the present and stays, unless timeless says that it does
// not matter; then all are moved. Without moments there is one row.
func extremes(moments []int64, timeless bool) [][]int64 {
	if len(moments) == 1 {
		return [][]int64{moments}
	}
	first := 0
	if timeless {
		first = 1
	}
	// apart[i][j] is the most by which moment i can be later than moment j. The way over
	// a third may leave less room than their own distance.
	var apart [momentsMax][momentsMax]int64
	for i := first; i < len(moments); i++ {
		for j := first; j < i; j++ {
			least, greatest := bounds(moments[i] - moments[j])
			apart[i][j], apart[j][i] = greatest, -least
		}
	}
	for k := first; k < len(moments); k++ {
		for i := first; i < len(moments); i++ {
			for j := first; j < len(moments); j++ {
				apart[i][j] = min(apart[i][j], apart[i][k]+apart[k][j])
			}
		}
	}
	var rows [][]int64
	for j := first; j < len(moments); j++ { // all as late as they can be after moment j
		row := slices.Clone(moments)
		base := moments[0] - apart[0][j]
		if timeless {
			base = moments[j] + int64(j)*1_000_001
		}
		for i := first; i < len(moments); i++ {
			row[i] = base + apart[i][j]
		}
		rows = append(rows, row)
	}
	return rows
}
