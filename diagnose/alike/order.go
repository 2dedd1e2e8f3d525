package alike

import "slices"

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
