package catalog

import "github.com/why403/why403/diagnose"

// The closed lists that the binary form stores as numbers.

// methods in the order in which a path's operations are listed.
var methods = [...]string{"", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"}

func methodCode(method string) uint32 {
	switch method {
	case "GET":
		return 1
	case "HEAD":
		return 2
	case "POST":
		return 3
	case "PUT":
		return 4
	case "PATCH":
		return 5
	case "DELETE":
		return 6
	case "OPTIONS":
		return 7
	case "TRACE":
		return 8
	}
	return 0
}

var (
	sources = [...]diagnose.Source{"", diagnose.Published, diagnose.Org, diagnose.Observed, diagnose.Community}
	bases   = [...]diagnose.Basis{diagnose.NoBasis, diagnose.Documented, diagnose.Family}
	modes   = [...]diagnose.Mode{diagnose.None, diagnose.Any, diagnose.All}
	kinds   = [...]diagnose.HostKind{diagnose.HostUnknown, diagnose.HostAPI, diagnose.HostLogin, diagnose.HostApps, diagnose.HostOther}
)

// number gives the place of v in list; 0 where it is not there.
func number[T comparable](list []T, v T) uint32 {
	for i, x := range list {
		if x == v {
			return uint32(i)
		}
	}
	return 0
}
