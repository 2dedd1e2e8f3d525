package rules

import (
	"slices"
	"strings"
	"unicode"

	"github.com/why403/why403/diagnose"
)

var scopeNameWrong = diagnose.Checker{
	ID:    "scope-name-wrong",
	Stage: diagnose.StageScope,
	Cause: diagnose.WrongScopeName,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | diagnose.TokenEvidence | diagnose.ClientEvidence | diagnose.RefusalEvidence | diagnose.ClockEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "scope was asked for under a wrong name",
		Why: `The token holds a name that looks like the scope the operation needs and is none: a permission (three parts, such as conversation:communication:disconnect), ` +
			`another spelling, number or case, :read or :write behind a scope that has no such twin, or several scopes in one string with commas between them.`,
		Fix: `The developer asks for the name in the platform's list, scopes separated by spaces, and the user signs in again. ` +
			`Permissions are given by roles; they are never asked for as scopes.`,
		Tell: `A real scope of the same family that only reads (x:readonly) is no wrong name: that is scope-missing.`,
		Example: `{"request": {"method": "PATCH", "url": "https://api.mypurecloud.com/api/v2/conversations/calls/7f9d3c1a-2b44-4e0d-9a51-c0ffee000001/participants/b1a2c3d4-0001-4002-8003-c0ffee000002"},
 "response": {"status": 403}, "token": {"scopes": ["conversation:communication:disconnect"]}}`,
		Since: "v0.1",
	},
	Check: checkScopeNameWrong,
}

func checkScopeNameWrong(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	if scopeless(c) {
		return diagnose.Clear("scopes do not apply to the client-credentials grant; roles decide there")
	}
	have, read, ok := scopesOf(c)
	switch {
	case !ok:
		return diagnose.Abstain("the scopes of the token are not known%s", why(c.Token.Scopes.Why())).AndBring(askScopes(c))
	case op == nil:
		return strangeNames(c, have, read)
	case unread(c):
		return diagnose.Abstain("a 401 is about the token; scopes come after it")
	case op.ScopeBasis == diagnose.NoBasis:
		return diagnose.Abstain("no source says which scope %s needs", op.ID)
	}
	missing := op.Scopes.Missing(have, diagnose.ScopeCovers)
	if len(missing) == 0 {
		return diagnose.Clear("the token holds what %s asks for under its right name", op.ID)
	}
	slips := misnamed(c, have, missing)
	if len(slips) == 0 {
		return diagnose.Clear("no name the token holds looks like %s", list(missing, "or"))
	}
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   `"` + slips[0].held + `" ` + slips[0].is + "; the scope is " + slips[0].meant,
		Detail:    "The token holds no scope that the operation accepts, and a name that was probably meant to be one.",
		Need:      op.Scopes,
		Have:      have,
		Evidence:  []diagnose.Statement{read, asks(op, op.ScopesFrom, "scope "+op.Scopes.String())},
		Fixes:     scopeFixes(c, diagnose.AllOf(slips[0].meant), rightlyNamed(have, slips)),
		Avoid:     []string{"Do not ask for permission names as scopes: roles give permissions."},
	}
	for _, s := range slips[1:] {
		also(&f, `"`+s.held+`" `+s.is+" either.")
	}
	weigh(c, &f)
	return diagnose.Blame(f)
}

// slip is a name that was meant to be a scope.
type slip struct{ held, is, meant string }

// misnamed returns the names in have that were meant to be one of the scopes that
// are missing.
func misnamed(c *diagnose.Case, have, missing []string) []slip {
	var slips []slip
	for _, h := range have {
		if s, ok := slipOf(c, h, missing); ok {
			slips = append(slips, s)
		}
	}
	if len(slips) == 0 && c.Route.Operation.Source == diagnose.Published && !slices.ContainsFunc(have, func(h string) bool { return c.Names.IsScope(h) || ofOpenID(h) }) {
		for _, h := range have {
			slips = append(slips, slip{h, "is no scope of the platform", plainest(missing)})
		}
	}
	return slips
}

// ofOpenID knows the scopes of OpenID Connect, which say nothing about an API.
func ofOpenID(scope string) bool {
	switch scope {
	case "openid", "profile", "email", "address", "phone", "offline_access":
		return true
	}
	return false
}

func slipOf(c *diagnose.Case, h string, missing []string) (slip, bool) {
	if parts := strings.FieldsFunc(h, func(r rune) bool { return strings.ContainsRune(",;| \t", r) }); len(parts) > 1 {
		for _, p := range parts {
			if meant := covering(p, missing); meant != "" {
				return slip{h, "is several scopes in one string", p}, true
			}
		}
		return slip{}, false
	}
	if permissionUsed(c, h, missing) {
		return slip{h, "is a permission, not a scope", plainest(missing)}, true
	}
	if c.Names.IsScope(h) || known(h, c.Route.Operation) {
		return slip{}, false
	}
	for _, m := range missing {
		if sameWord(h, m) {
			return slip{h, "is not a scope's name", m}, true
		}
	}
	if meant := c.Names.NearestScope(h); meant != "" && covering(meant, missing) != "" {
		return slip{h, "is not a scope's name", meant}, true
	}
	return slip{}, false
}

// permissionUsed says whether a name is a permission that belongs to the operation
// or to the family of a scope that is missing.
func permissionUsed(c *diagnose.Case, h string, missing []string) bool {
	if strings.Count(h, ":") < 2 || c.Names.IsScope(h) {
		return false
	}
	for _, p := range c.Route.Operation.Permissions.Names {
		if diagnose.PermissionCovers(h, p) {
			return true
		}
	}
	family, _, _ := strings.Cut(c.Names.NearestScope(h), ":")
	domain, _, _ := strings.Cut(h, ":")
	for _, m := range missing {
		needed, _, _ := strings.Cut(m, ":")
		if family != "" && family == needed || singular(domain) == singular(needed) {
			return true
		}
	}
	return false
}

// known says whether an operation of no published source lists the name itself.
func known(name string, op *diagnose.Operation) bool {
	for _, s := range op.Scopes.Names {
		if s == name {
			return true
		}
	}
	return false
}

// covering returns the missing scope that name would satisfy.
func covering(name string, missing []string) string {
	for _, m := range missing {
		if diagnose.ScopeCovers(name, m) && name != "all" {
			return m
		}
	}
	return ""
}

// plainest returns the scope to advise: the one without a colon, as the platform
// publishes its read-write scopes.
func plainest(scopes []string) string {
	for _, s := range scopes {
		if !strings.Contains(s, ":") {
			return s
		}
	}
	return scopes[0]
}

// sameWord compares names but for case, number, separators and a redundant right.
func sameWord(a, b string) bool {
	squeeze := func(s string) string {
		s = strings.Map(func(r rune) rune {
			switch r {
			case '-', '_', ' ':
				return -1
			case '.':
				return ':'
			}
			return unicode.ToLower(r)
		}, s)
		family, right, _ := strings.Cut(s, ":")
		if right == "read" {
			right = "readonly"
		}
		return singular(family) + ":" + right
	}
	return squeeze(a) == squeeze(b)
}

func singular(word string) string {
	word = strings.ToLower(word)
	switch {
	case len(word) > 4 && strings.HasSuffix(word, "ies"):
		return word[:len(word)-3] + "y"
	case len(word) > 3 && strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"):
		return word[:len(word)-1]
	}
	return word
}

// rightlyNamed leaves the wrong names out of what is held.
func rightlyNamed(have []string, slips []slip) []string {
	var keep []string
next:
	for _, h := range have {
		for _, s := range slips {
			if s.held == h {
				continue next
			}
		}
		keep = append(keep, h)
	}
	return keep
}

// strangeNames judges scopes where the operation is not known: it can only say that
// the platform publishes none of these names.
func strangeNames(c *diagnose.Case, have []string, read diagnose.Statement) diagnose.Verdict {
	if c.Route.Host != diagnose.HostAPI && c.Route.Kind != diagnose.RouteNoSuchPath {
		return diagnose.Abstain("the catalog does not know this operation")
	}
	var strange []string
	for _, h := range have {
		if c.Names.IsScope(h) {
			return diagnose.Abstain("the catalog does not know this operation")
		}
		strange = append(strange, h)
	}
	if len(strange) == 0 {
		return diagnose.Abstain("the catalog does not know this operation")
	}
	return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Possible,
		Summary:  "the platform publishes no scope named " + quoted(strange),
		Have:     have,
		Evidence: []diagnose.Statement{read},
		Fixes:    []diagnose.Fix{{By: diagnose.Developer, Do: "Take the scopes from the platform's own list, and ask for the token again"}}})
}
