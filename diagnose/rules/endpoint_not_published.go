package rules

import (
	"slices"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/payload"
)

var endpointNotPublished = diagnose.Checker{
	ID:    "endpoint-not-published",
	Stage: diagnose.StageAddress,
	Cause: diagnose.EndpointNotPublished,
	Needs: diagnose.RouteEvidence,
	May:   diagnose.RequestEvidence | diagnose.BodyEvidence | rightsEvidence | diagnose.RefusalEvidence,
	Bring: &wholeRequest,
	Doc: diagnose.Doc{
		Title: "path is not in the published API",
		Why: `The path is in no published description: made up, internal, of another version, or with a slip in it. ` +
			`Some paths are known from somebody's account only; then this stays possible until scope, role and body are known to be in order.`,
		Fix:     `The developer uses the published operation that does the same; the report lists the nearest ones, with the body translated where it is known.`,
		Tell:    `It is the same for every token, also for an administrator's.`,
		Example: `{"request": {"method": "GET", "url": "https://api.mypurecloud.com/api/v2/interactions/scripts"}, "response": {"status": 403}}`,
		Since:   "v0.1",
	},
	Check: checkEndpointNotPublished,
}

func checkEndpointNotPublished(c *diagnose.Case) diagnose.Verdict {
	op := c.Route.Operation
	switch c.Route.Kind {
	case diagnose.RouteUnknown:
		return diagnose.Abstain("the catalog does not cover this address")
	case diagnose.RouteOtherMethod:
		return diagnose.Clear("the path is published, with other methods")
	case diagnose.RouteNoSuchPath:
		return noSuchPath(c)
	}
	if c.Route.Host == diagnose.HostAPI && strings.Contains(c.Route.Repaired, "prefix") && !answered(c) {
		return otherPrefix(c)
	}
	if op.Source != diagnose.Community {
		return diagnose.Clear("%s is %s", op.ID, standing(op))
	}
	f := diagnose.Finding{
		Certainty: diagnose.Possible,
		Summary:   "the path is not in the published API",
		Detail:    "It is known from somebody's account only.",
		Evidence:  []diagnose.Statement{{At: c.Request.URL.From(), Says: "the catalog has " + op.Method + " " + op.Path + " from source " + string(op.Source)}},
	}
	for _, e := range op.Equivalents {
		fix := diagnose.Fix{By: diagnose.Developer, Do: "Use the published " + e.Method + " " + e.Path + " (" + e.ID + ")"}
		if e.Body != "" {
			fix.Do += " with the body " + e.Body
		}
		fix.Run = sendTo(c, e)
		f.Fixes = append(f.Fixes, fix)
	}
	switch pass, open := rights(c); {
	case !pass:
		also(&f, "What is to be looked at first: "+open+".")
	case bodyLayer(c) == layerPasses:
		f.Certainty = diagnose.Likely
		also(&f, "Scope, role and body are in order as far as that account goes, so the path itself is what is left.")
	default:
		also(&f, "The body is to be looked at first.")
	}
	return diagnose.Blame(f).AndDisagree(twoAccounts(op))
}

// twoAccounts is the disagreement over an operation that is known from an account only.
func twoAccounts(op *diagnose.Operation) diagnose.Disagreement {
	published := "no such path"
	if len(op.Equivalents) > 0 {
		published += "; " + op.Equivalents[0].Method + " " + op.Equivalents[0].Path + " does the same"
	}
	return clash("whether the operation exists", "an account of it", op.Method+" "+op.Path, "the published API", published)
}

func standing(op *diagnose.Operation) string {
	switch {
	case op.Preview:
		return "published, as a preview"
	case op.Source == diagnose.Published:
		return "published"
	}
	return "known from source " + string(op.Source)
}

func noSuchPath(c *diagnose.Case) diagnose.Verdict {
	u, _ := c.Request.URL.Get()
	if answered(c) {
		return diagnose.Clear("the platform answered as an operation does, so there is one at %s", u.Path).AndDisagree(
			clash("whether the operation exists", "the server", "it answered with its own code", "the published API", "no such path"))
	}
	f := diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   "no such path is published: " + u.Path,
		Detail:    "Among all published operations none has this path.",
		Evidence:  []diagnose.Statement{{At: c.Request.URL.From(), Says: "the address is " + u.Path}},
	}
	if c.Route.Host == diagnose.HostInvented {
		lower(&f, diagnose.Possible, "The host is none of the platform's either, which is to be mended first.")
	}
	if namesToken(c) {
		lower(&f, diagnose.Possible, "The server did not come to the path: it says what is wrong with the token.")
	}
	for _, op := range c.Route.Nearest {
		if len(f.Fixes) < 3 {
			f.Fixes = append(f.Fixes, diagnose.Fix{By: diagnose.Developer, Do: "Use " + op.Method + " " + op.Path + " (" + op.ID + ") if that is what was meant"})
		}
	}
	if len(f.Fixes) == 0 {
		f.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Look the operation up in the published API"}}
	}
	return diagnose.Blame(f)
}

// otherPrefix judges a path that is published behind another prefix than it was
// called with; on the platform's own host nothing mends that on the way.
func otherPrefix(c *diagnose.Case) diagnose.Verdict {
	u, op := c.Request.URL.Or(diagnose.URL{}), c.Route.Operation
	return diagnose.Blame(diagnose.Finding{
		Certainty: diagnose.Likely,
		Summary:   "no such path is published: " + u.Path,
		Detail:    "It was read as " + op.Path + ", since " + c.Route.Repaired + ".",
		Evidence:  []diagnose.Statement{{At: c.Request.URL.From(), Says: "the address is " + u.Path}},
		Fixes:     []diagnose.Fix{{By: diagnose.Developer, Do: "Use " + op.Method + " " + op.Path + " (" + op.ID + ")"}},
	})
}

// answered says whether an operation of the platform itself wrote the refusal, for
// only one that exists can name what it misses; it may be older than the catalog,
// newer, or internal. A 401 comes before any path.
func answered(c *diagnose.Case) bool {
	if status := c.Refusal.Status.Or(403); !c.Refusal.Own || status != 403 && status != 400 {
		return false
	}
	named := slices.ContainsFunc(c.Refusal.Points, func(p diagnose.Point) bool {
		return p.Certainty >= diagnose.Likely && stageOf(p.Cause) > diagnose.StageToken
	})
	return named || ofAParticipant(c)
}

// namesToken says whether the platform says in words of its own that the token is
// past its life or did not come, which it looks at before any path.
func namesToken(c *diagnose.Case) bool {
	return c.Refusal.Status.Or(0) == 401 && slices.ContainsFunc(c.Refusal.Points, func(p diagnose.Point) bool {
		return p.Certainty >= diagnose.Likely && p.Cause == diagnose.ExpiredToken
	})
}

// sendTo is the command that calls a published equivalent, with the ids that the
// original call shows.
func sendTo(c *diagnose.Case, e diagnose.Equivalent) string {
	host := c.Request.URL.Or(diagnose.URL{}).Host
	if host == "" {
		host = "api.mypurecloud.com"
	}
	run := "curl -X " + e.Method + ` -H "Authorization: Bearer $TOKEN"`
	if e.Body != "" {
		run += ` -H "Content-Type: application/json" -d '` + e.Body + "'"
	}
	return run + " https://" + host + filled(e.Path, c)
}

// filled puts what is known into a path template: the conversation's id from the
// address, the participant's from the body; the rest stays a shell variable.
func filled(template string, c *diagnose.Case) string {
	ids := map[string]string{"participantId": bodysParticipant(c)}
	for name, v := range c.Route.Params {
		ids[name] = v
		if name == "conferenceId" {
			ids["conversationId"] = v
		}
	}
	out := ""
	for template != "" {
		head, rest, ok := strings.Cut(template, "{")
		out += head
		if !ok {
			break
		}
		name, tail, _ := strings.Cut(rest, "}")
		if v := ids[name]; plainID(v) {
			out += v
		} else {
			out += "$" + name
		}
		template = tail
	}
	return out
}

// plainID says whether an id can stand in a shell command as it is.
func plainID(s string) bool {
	for _, r := range s {
		if (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' {
			return false
		}
	}
	return s != "" && len(s) <= 64
}

// bodysParticipant is the participant that the body names, where it names one alone.
func bodysParticipant(c *diagnose.Case) string {
	body := c.Request.Body.Or(diagnose.Body{}).Text
	if payload.Text(body, "/participants/1/participantId") != "" {
		return ""
	}
	return payload.Text(body, "/participants/0/participantId")
}
