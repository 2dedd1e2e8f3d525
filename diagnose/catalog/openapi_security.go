package catalog

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// securityNeed is a list of alternatives, each with every scheme it takes.
type securityNeed struct{ alternatives [][]schemeNeed }

// schemeNeed is a security scheme and the scopes asked of it.
type schemeNeed struct {
	name   string
	scopes []string
}

// need reads "security".
func (r *openapi) need() (*securityNeed, error) {
	r.says |= SaysScopes | SaysAccepts
	n := &securityNeed{}
	err := r.array("security", func() error {
		var all []schemeNeed
		err := r.object("a security requirement", func(name string, _ int) error {
			scopes, err := r.strings(name)
			all = append(all, schemeNeed{name, scopes})
			return err
		})
		n.alternatives = append(n.alternatives, all)
		return err
	})
	return n, err
}

// scheme reads a security scheme: its type, and the scopes it knows.
func (r *openapi) scheme(scheme string, _ int) error {
	return r.object(scheme, func(name string, _ int) (err error) {
		switch name {
		case "type":
			r.schemes[scheme], err = r.string(name)
		case "scopes": // version 2
			err = r.knownScopes()
		case "flows": // version 3
			err = r.object(name, func(flow string, _ int) error {
				return r.object(flow, func(name string, _ int) error {
					if name == "scopes" {
						return r.knownScopes()
					}
					return r.skip()
				})
			})
		default:
			err = r.skip()
		}
		return err
	})
}

func (r *openapi) knownScopes() error {
	return r.object("scopes", func(name string, _ int) error {
		r.scopes[strings.Clone(name)] = true
		return r.skip()
	})
}

// requireScopes turns the alternatives of an operation into a requirement. Several
// alternatives of several scopes each cannot be said as any-of or all-of: then any
// of all of them is asked, and the basis says that it is no more than likely.
func (r *openapi) requireScopes(o *openapiOperation) {
	need := o.security
	if need == nil {
		need = r.security
	}
	if r.says&SaysScopes == 0 {
		return
	}
	o.ScopeBasis = diagnose.Documented
	if need == nil || len(need.alternatives) == 0 {
		o.Accepts = "none listed"
		return
	}
	lists, other := r.scopeLists(need)
	if lists == nil {
		o.Accepts = strings.Join(other, " or ")
		return
	}
	mode := r.options.Scopes
	if mode == diagnose.None {
		if mode = diagnose.All; r.anyScope {
			mode = diagnose.Any
		}
	}
	names := slices.Concat(lists...)
	switch {
	case slices.ContainsFunc(lists, func(l []string) bool { return len(l) == 0 }):
		o.Accepts = "any token"
	case len(lists) == 1:
		o.Scopes = diagnose.Requirement{Mode: mode, Names: names}
	case len(names) == len(lists) || mode == diagnose.Any:
		o.Scopes = diagnose.AnyOf(sorted(names)...)
	default:
		o.Scopes, o.ScopeBasis = diagnose.AnyOf(sorted(names)...), diagnose.Family
	}
}

// scopeLists gives the scopes of each alternative that takes an OAuth token, and
// the names of the other schemes.
func (r *openapi) scopeLists(need *securityNeed) (lists [][]string, other []string) {
	for _, all := range need.alternatives {
		var scopes []string
		oauth := false
		for _, s := range all {
			kind := r.schemes[s.name]
			if kind == "oauth2" || kind == "openIdConnect" || kind == "" && len(s.scopes) > 0 {
				oauth = true
				scopes = append(scopes, s.scopes...)
			} else if !slices.Contains(other, s.name) {
				other = append(other, s.name)
			}
		}
		if oauth {
			lists = append(lists, scopes)
		}
		if len(all) == 0 {
			other = append(other, "no credentials")
		}
	}
	return lists, other
}
