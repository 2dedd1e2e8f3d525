package rules

import (
	"cmp"
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
)

// named makes one finding of everything the server named as cause. The first
// point leads; the others add their evidence and their names.
func named(c *diagnose.Case, cause diagnose.Cause, summary string) (diagnose.Finding, bool) {
	points := c.Refusal.PointsTo(cause)
	if len(points) == 0 {
		return diagnose.Finding{}, false
	}
	p := points[0]
	f := diagnose.Finding{Cause: cause, Certainty: max(p.Certainty, diagnose.Possible), Summary: cmp.Or(p.Summary, summary),
		Detail: p.Detail, Need: p.Need, Have: p.Have, Fixes: slices.Clip(p.Fixes)}
	for _, p := range points {
		f.Evidence = append(f.Evidence, diagnose.Statement{At: placeOf(c, p), Says: p.Says})
		if f.Need.Empty() {
			f.Need = p.Need
		}
		if f.Have == nil {
			f.Have = p.Have
		}
	}
	return f, true
}

// beside adds the general fixes for those whom the platform's own, which say it
// better, leave out.
func beside(own []diagnose.Fix, general ...diagnose.Fix) []diagnose.Fix {
	all := slices.Clip(own)
	for _, g := range general {
		if !slices.ContainsFunc(own, func(f diagnose.Fix) bool { return f.By == g.By }) {
			all = append(all, g)
		}
	}
	return all
}

func placeOf(c *diagnose.Case, p diagnose.Point) diagnose.Location {
	for _, at := range []diagnose.Location{p.At, c.Refusal.Code.From(), c.Refusal.Message.From(), c.Refusal.Status.From()} {
		if at != (diagnose.Location{}) {
			return at
		}
	}
	return diagnose.Location{}
}

// unnamed is the verdict of a rule of stage that only repeats what the server names,
// where the server does not name it. A server that certainly failed a later check
// got past this one.
func unnamed(c *diagnose.Case, stage diagnose.Stage) diagnose.Verdict {
	if p, ok := decisive(c.Refusal); ok {
		if later := stageOf(p.Cause); later > stage {
			return diagnose.Clear("the server got as far as the check of the %s", later)
		}
		return diagnose.Abstain("the server gives another reason")
	}
	if !spoken(c) {
		return diagnose.Abstain("the server's own words were not brought").AndBring(wholeResponse)
	}
	return diagnose.Abstain("the server's words do not name it")
}

// stageOf is where in the order of checks a cause lies.
func stageOf(cause diagnose.Cause) diagnose.Stage {
	switch cause {
	case diagnose.WAFOrProxy, diagnose.CSRFOrCORS, diagnose.RateLimited, diagnose.IPAllowlist:
		return diagnose.StageAnswerer
	case diagnose.WrongRegion, diagnose.EndpointNotPublished, diagnose.WrongMethod:
		return diagnose.StageAddress
	case diagnose.NeedsUserContext:
		return diagnose.StageGrant
	case diagnose.MissingScope, diagnose.WrongScopeName, diagnose.ConsentMissing:
		return diagnose.StageScope
	case diagnose.MissingPermission, diagnose.MissingRole:
		return diagnose.StagePermission
	case diagnose.WrongDivision:
		return diagnose.StageDivision
	case diagnose.FeatureOff:
		return diagnose.StageFeature
	case diagnose.ResourceState, diagnose.PlatformBug:
		return diagnose.StageObject
	case diagnose.PayloadSchema, diagnose.PayloadSemantics:
		return diagnose.StagePayload
	}
	return diagnose.StageToken
}

// decisive returns the point that leaves no other reading, if there is one.
func decisive(r *diagnose.Refusal) (diagnose.Point, bool) {
	for _, p := range r.Points {
		if p.Certainty == diagnose.Certain {
			return p, true
		}
	}
	return diagnose.Point{}, false
}

// spoken says whether the response brought any words beside its status.
func spoken(c *diagnose.Case) bool {
	return c.Refusal.Code.Ok() || c.Refusal.Message.Or("") != "" || len(c.Refusal.Points) > 0
}

// lower takes a finding down to at most limit and says why in its detail.
func lower(f *diagnose.Finding, limit diagnose.Certainty, why string) {
	f.Certainty = min(f.Certainty, limit)
	also(f, why)
}

// also adds a sentence to the detail of a finding.
func also(f *diagnose.Finding, sentence string) {
	if f.Detail != "" {
		f.Detail = strings.TrimRight(f.Detail, " ") + " "
	}
	f.Detail += sentence
}

// words puts a requirement into a sentence.
func words(need diagnose.Requirement) string {
	if need.Mode == diagnose.All {
		return strings.Join(need.Names, " and ")
	}
	return strings.Join(need.Names, " or ")
}

// clash says that two sources contradict one another.
func clash(about, from1, says1, from2, says2 string) diagnose.Disagreement {
	return diagnose.Disagreement{About: about, Sources: []diagnose.Claim{{From: from1, Says: says1}, {From: from2, Says: says2}}}
}

// wholeResponse is the first thing to bring where nothing but a status is known.
var wholeResponse = diagnose.Ask{
	What: "the whole response: headers and body",
	Run:  "curl -i …the call…",
	Cost: 1,
	Answers: []diagnose.Answer{
		{If: "a JSON body with a code or a message", Then: "the API itself refused, and its words usually name what is missing"},
		{If: "an HTML page, or headers of a CDN, firewall or proxy", Then: "the call never reached the API; whoever runs that machine decides"},
		{If: "no body at all", Then: "the token and its holder are the next thing to look at"},
	},
}

// onGenesys says whether the call went to Genesys Cloud, by the form of its answer,
// by the host or by the operation; a gateway or a test server may stand before it.
func onGenesys(c *diagnose.Case) bool {
	if op := c.Route.Operation; op != nil && strings.HasPrefix(op.Path, "/api/v2/") {
		return true
	}
	return c.Refusal.Platform == "genesys" || c.Route.Host == diagnose.HostAPI || c.Route.Host == diagnose.HostLogin
}

// byClient says whether the caller is known to be a client with nobody behind it.
func byClient(c *diagnose.Case) bool {
	if grant, ok := c.Client.Grant.Get(); ok {
		return grant == diagnose.ClientCredentials
	}
	user, ok := c.Token.HasUser.Get()
	return ok && !user
}

// byUser says whether a person is known to stand behind the call.
func byUser(c *diagnose.Case) bool {
	user, known := c.Token.HasUser.Get()
	return c.Client.Grant.Ok() && !byClient(c) || known && user
}

// callerUnknown says whether nothing shown tells a person from a client as the caller.
func callerUnknown(c *diagnose.Case) bool {
	return !byClient(c) && !byUser(c) && !c.User.Roles.Ok() && !c.User.Permissions.Ok()
}

// get is the command that reads path with the token of the call, from the API host of
// the region the call went to.
func get(c *diagnose.Case, path string) string {
	sent := c.Request.URL.Or(diagnose.URL{})
	u := diagnose.URL{Scheme: cmp.Or(sent.Scheme, "https"), Host: cmp.Or(sent.Host, "api.mypurecloud.com"), Port: sent.Port}
	for _, other := range []string{"login.", "apps."} {
		if domain, ok := strings.CutPrefix(u.Host, other); ok {
			u.Host = "api." + domain
		}
	}
	if u.Scheme == "wss" {
		u.Scheme = "https"
	}
	u.Path, u.Query, _ = strings.Cut(path, "?")
	return `curl -H "Authorization: Bearer $TOKEN" ` + quotedAddress(u.String())
}

// quotedAddress puts an address into quotes where a shell would read it differently
// without.
func quotedAddress(address string) string {
	if strings.ContainsAny(address, "?&;*[]{}$ ()'") {
		return `"` + address + `"`
	}
	return address
}

// workedElsewhere finds a call of the capture that made the same operation with the
// same token and got through: then scope and permission are held, and what differs
// is the object, or the time.
func workedElsewhere(c *diagnose.Case) (diagnose.Exchange, bool) {
	op := c.Route.Operation
	for _, x := range c.Others {
		if op != nil && x.SameToken && x.Method == op.Method && x.Status >= 200 && x.Status < 300 && fits(op.Path, x.URL.Path) {
			return x, true
		}
	}
	return diagnose.Exchange{}, false
}

// fits says whether a path is one of a template's.
func fits(template, path string) bool {
	for template != "" && path != "" {
		var want, got string
		want, template, _ = strings.Cut(template, "/")
		got, path, _ = strings.Cut(path, "/")
		if want != got && !strings.HasPrefix(want, "{") {
			return false
		}
	}
	return template == path
}

// pastExpiry says whether the token had expired when the call was made.
func pastExpiry(c *diagnose.Case) bool {
	exp, ok := c.Token.Expires.Get()
	at, now := c.At.Get()
	return ok && now && !at.Before(exp)
}

// held returns the permissions the caller is known to hold.
func held(c *diagnose.Case) ([]string, bool) {
	if have, ok := c.User.Permissions.Get(); ok {
		return have, true
	}
	grants, ok := c.User.Grants.Get()
	if !ok {
		grants, ok = c.Client.Grants.Get()
	}
	if !ok {
		return c.Token.Permissions.Get()
	}
	var have []string
	for _, g := range grants {
		if len(g.Permissions) == 0 {
			return nil, false
		}
		have = append(have, g.Permissions...)
	}
	return have, true
}

// everywhere says whether the caller's grants reach all divisions; ok is false
// where it is not known which divisions they reach.
func everywhere(c *diagnose.Case) (all, ok bool) {
	divisions, ok := c.User.Divisions.Get()
	if !ok {
		return false, false
	}
	return slices.Contains(divisions, "*"), true
}
