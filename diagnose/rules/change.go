package rules

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// grantOf is the smallest grant of a role that carries what is needed: of
// alternatives the one that opens least, in the divisions that were named, by a role
// the caller has elsewhere where one carries it. It is nil where no name is known
// well enough to be granted by a program.
func grantOf(c *diagnose.Case, need diagnose.Requirement, divisions []string) *diagnose.Change {
	if !onGenesys(c) || need.Empty() {
		return nil
	}
	g := granteeOf(c)
	g.Kind, g.Divisions = diagnose.GrantRole, safeIDs(divisions)
	for _, name := range enough(c, need) {
		name, division := canonical(c, name)
		if strings.Count(name, ":") != 2 || !c.Names.IsPermission(name) {
			return nil
		}
		g.Permissions = append(g.Permissions, name)
		if division != "" && len(g.Divisions) == 0 {
			g.Divisions = safeIDs([]string{division})
		}
	}
	g.Role = roleThatCarries(c, g.Permissions)
	return &g
}

// granteeOf is whose rights decide, with the id where it is known.
func granteeOf(c *diagnose.Case) diagnose.Change {
	if byClient(c) {
		return diagnose.Change{ToClient: true, ID: clientID(c)}
	}
	return diagnose.Change{ID: safeID(c.User.Entity.Or(diagnose.Entity{}).ID)}
}

func clientID(c *diagnose.Case) string {
	return safeID(orElse(c.Client.Entity.Or(diagnose.Entity{}).ID, c.Token.ClientID.Or("")))
}

// safeID is an id that may stand in a command, or nothing: what a server or a file
// says is somebody's text, and a person pastes the command.
func safeID(id string) string {
	for _, r := range id {
		if r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return ""
		}
	}
	if strings.HasPrefix(id, "-") || len(id) > 64 {
		return ""
	}
	return id
}

func safeIDs(ids []string) []string {
	var plain []string
	for _, id := range ids {
		if id = safeID(id); id != "" {
			plain = append(plain, id)
		}
	}
	return plain
}

// clientChange is a change of the OAuth client itself; nil on other platforms.
func clientChange(c *diagnose.Case, kind diagnose.ChangeKind) *diagnose.Change {
	if !onGenesys(c) {
		return nil
	}
	return &diagnose.Change{Kind: kind, ToClient: true, ID: clientID(c)}
}

// enough is what has to be granted of a requirement: all of it, or the alternative
// that opens least.
func enough(c *diagnose.Case, need diagnose.Requirement) []string {
	if need.Mode != diagnose.Any || len(need.Names) < 2 {
		return need.Names
	}
	best, most := 0, -1
	for i, name := range need.Names {
		if n := fitness(c, name); n > most {
			best, most = i, n
		}
	}
	return need.Names[best : best+1]
}

// fitness says how well a permission fits the call: a narrow one before an
// administrator's, the one whose action the body or the method asks for, the one
// whose entity the path names.
func fitness(c *diagnose.Case, permission string) int {
	n := 0
	_, rest, _ := strings.Cut(permission, ":")
	entity, action, whole := strings.Cut(rest, ":")
	action, _, _ = strings.Cut(action, ":")
	if whole && entity != "*" && action != "*" && action != "admin" {
		n += 8
	}
	if len(action) > 4 && strings.Contains(c.Request.Body.Or(diagnose.Body{}).Text, action) {
		n += 4 // {"state": "disconnected"} and …:disconnect
	}
	if strings.EqualFold(action, actionOf(c.Request.Method.Or(""))) {
		n += 2
	}
	path := strings.ToLower(c.Request.URL.Or(diagnose.URL{}).Path)
	if entity != "" && strings.Contains(path, strings.ToLower(entity)) {
		n++
	}
	return n
}

// actionOf is the last part of the permissions that calls of this method usually ask
// for.
func actionOf(method string) string {
	switch method {
	case "GET", "HEAD":
		return "view"
	case "POST":
		return "add"
	case "PUT", "PATCH":
		return "edit"
	case "DELETE":
		return "delete"
	}
	return ""
}

// canonical is a permission as the catalog spells it, for servers lower-case it, and
// the division id that servers add as a fourth part.
func canonical(c *diagnose.Case, name string) (permission, division string) {
	if parts := strings.SplitN(name, ":", 4); len(parts) == 4 {
		name, division = strings.Join(parts[:3], ":"), parts[3]
	}
	if op := c.Route.Operation; op != nil {
		for _, n := range op.Permissions.Names {
			if strings.EqualFold(n, name) {
				return n, division
			}
		}
	}
	return name, division
}

// roleThatCarries names the role the caller already has in some division and that
// carries all of the permissions; empty where none is known.
func roleThatCarries(c *diagnose.Case, permissions []string) string {
	need := diagnose.AllOf(permissions...)
	for _, k := range []diagnose.Known[[]diagnose.RoleGrant]{c.User.Grants, c.Client.Grants} {
		for _, g := range k.Or(nil) {
			if len(need.Missing(g.Permissions, diagnose.PermissionCovers)) == 0 {
				return oneLine(g.Role.Name)
			}
		}
	}
	return ""
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// grantOfRole grants a role that is demanded by name; nil on other platforms.
func grantOfRole(c *diagnose.Case, role string) *diagnose.Change {
	if !onGenesys(c) {
		return nil
	}
	g := granteeOf(c)
	g.Kind, g.Role = diagnose.GrantRole, oneLine(role)
	return &g
}

// scopesOfClient allows an OAuth client the scopes it holds and those that are
// needed, as far as they are published; nil where what is needed is not.
func scopesOfClient(c *diagnose.Case, have []string, need diagnose.Requirement) *diagnose.Change {
	change := clientChange(c, diagnose.AllowScopes)
	if change == nil {
		return nil
	}
	lacking := publishedScopes(c, need)
	if len(lacking) == 0 {
		return nil
	}
	for _, s := range slices.Concat(have, lacking) {
		if c.Names.IsScope(s) && !slices.Contains(change.Scopes, s) {
			change.Scopes = append(change.Scopes, s)
		}
	}
	return change
}

// publishedScopes is what of the scopes that are needed a client can be given: empty
// where the platform does not publish enough of them.
func publishedScopes(c *diagnose.Case, need diagnose.Requirement) []string {
	published := slices.DeleteFunc(slices.Clone(need.Names), func(s string) bool { return !c.Names.IsScope(s) })
	if need.Mode != diagnose.Any && len(published) < len(need.Names) {
		return nil
	}
	return fewestScopes(diagnose.Requirement{Mode: need.Mode, Names: published})
}

// fewestScopes is what to ask for of scopes that are needed: all of them, or of
// alternatives the one that only reads where that is enough.
func fewestScopes(need diagnose.Requirement) []string {
	if need.Mode != diagnose.Any || len(need.Names) < 2 {
		return need.Names
	}
	for i, n := range need.Names {
		if strings.HasSuffix(n, ":readonly") {
			return need.Names[i : i+1]
		}
	}
	return need.Names[:1]
}
