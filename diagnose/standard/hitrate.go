package standard

import (
	_ "embed"
	"math"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// hitrates is the table that the test over the labelled cases writes: lines of
// rule, certainty, how often it was right, of how many, sorted.
//
//go:embed hitrates.txt
var hitrates string

// enoughCases is how many labelled cases must stand behind a rate to be shown.
const enoughCases = 5

// hitRate looks a measured rate up; it searches the table as it lies.
func hitRate(rule diagnose.RuleID, certainty diagnose.Certainty) (diagnose.HitRate, bool) {
	first, second, _ := strings.Cut(lineOf(hitrates, string(rule)+" "+certainty.String()+" "), " ")
	right, err := strconv.Atoi(first)
	of, err2 := strconv.Atoi(second)
	if err != nil || err2 != nil || of < enoughCases {
		return diagnose.HitRate{}, false
	}
	return diagnose.HitRate{Value: math.Round(100*float64(right)/float64(of)) / 100, Of: of}, true
}

// lineOf returns what follows prefix in the line of a sorted table that begins with
// it; empty where none does.
func lineOf(table, prefix string) string {
	for table != "" {
		start := strings.LastIndexByte(table[:len(table)/2], '\n') + 1
		line, after, _ := strings.Cut(table[start:], "\n")
		switch {
		case strings.HasPrefix(line, prefix):
			return line[len(prefix):]
		case line < prefix:
			table = after
		default:
			table = table[:start]
		}
	}
	return ""
}
