package standard

import (
	_ "embed"
	"math"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// hitrates is the table that the test over the labelled cases writes: lines of
// rule, certainty, how often it was right, of how many.
//
//go:embed hitrates.txt
var hitrates string

// enoughCases is how many labelled cases must stand behind a rate to be shown.
const enoughCases = 5

// hitRate looks a measured rate up; it searches the table as it lies.
func hitRate(rule diagnose.RuleID, certainty diagnose.Certainty) (diagnose.HitRate, bool) {
	prefix := string(rule) + " " + certainty.String() + " "
	at := strings.Index(hitrates, "\n"+prefix)
	if at < 0 {
		return diagnose.HitRate{}, false
	}
	line, _, _ := strings.Cut(hitrates[at+1+len(prefix):], "\n")
	first, second, _ := strings.Cut(line, " ")
	right, err := strconv.Atoi(first)
	of, err2 := strconv.Atoi(second)
	if err != nil || err2 != nil || of < enoughCases {
		return diagnose.HitRate{}, false
	}
	return diagnose.HitRate{Value: math.Round(100*float64(right)/float64(of)) / 100, Of: of}, true
}
