package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
	"github.com/why403/why403/diagnose/refusal"
	"github.com/why403/why403/diagnose/standard"
)

// statuses says what the statuses mean that a refusal may hide behind.
func statuses() map[int]string {
	return map[int]string{
		0:   "The client got no answer it may show: a browser stopped the call after a refused CORS preflight, or the connection broke. Look at the network panel or make the call with curl.",
		200: "The server did what was asked, or says no in the body, as Slack and GraphQL servers do: look for ok, error or errors there.",
		302: "The server sends the caller elsewhere, often to a sign-in page because no session or token was accepted.",
		400: "The request was not understood. Genesys Cloud also answers 400 not.a.user where a call needs a user, and a body that does not fit its schema is answered 400, hardly ever 403.",
		401: "The server does not know who calls: no token, an expired one, one for another audience, region or organisation. More permissions never mend a 401. Genesys Cloud answers 401 ip.not.authorized for a forbidden address.",
		402: "The plan or the credit of the account does not cover the call. No role and no scope mends that.",
		403: "The server knows who calls and will not do it; or somebody in front of it (CDN, WAF, proxy, CSRF protection) said no. The literal code and the names in the message decide.",
		404: "There is no such thing, or it is hidden: some servers answer 404 for objects of another organisation, or that the caller may not see.",
		405: "The path is known, the method is not.",
		407: "A proxy between the client and the server wants credentials of its own.",
		409: "The object is in a state that does not allow this, or somebody else changed it at the same time.",
		410: "The path or the object is gone for good: look for its successor.",
		415: "The server does not take this content type.",
		419: "Laravel's answer for a missing or expired CSRF token.",
		422: "The body was read and its content is not accepted; Rails answers so for a missing CSRF token, too.",
		423: "The object is locked.",
		428: "The server wants a precondition, an If-Match header as a rule, so that nobody's change is lost.",
		429: "Too many requests. Wait as long as Retry-After says; permissions have nothing to do with it. Some servers answer 403 instead.",
		451: "Barred for legal reasons: sanctions, age, the country of the caller.",
		502: "A gateway got no good answer from the server behind it. No right is missing.",
		503: "Overloaded or under maintenance. No right is missing; Retry-After may say when to try again.",
		504: "A gateway waited in vain for the server behind it. No right is missing.",
		511: "The network wants a sign-in first, as the Wi-Fi of hotels does.",
	}
}

// statusClasses is what can be said of the statuses without a page of their own, by
// their first digit.
func statusClasses() map[int]string {
	return map[int]string{
		1: "An interim answer; the final one follows it.",
		2: "The server did what was asked.",
		3: "The server sends the caller elsewhere.",
		4: "The server holds the request to be wrong. Its body says why; a missing right is answered 401, 403 or 404 as a rule.",
		5: "The server itself failed. No right is missing.",
	}
}

// statusCauses are the causes that most often stand behind a status.
func statusCauses() map[int][]diagnose.Cause {
	return map[int][]diagnose.Cause{
		0:   {diagnose.CSRFOrCORS},
		200: {diagnose.MissingScope, diagnose.ResourceState},
		302: {diagnose.MissingHeader, diagnose.WAFOrProxy},
		400: {diagnose.NeedsUserContext, diagnose.PayloadSchema, diagnose.WrongScopeName, diagnose.ConsentMissing},
		401: {diagnose.ExpiredToken, diagnose.BadToken, diagnose.WrongAudience, diagnose.WrongRegion, diagnose.MissingHeader, diagnose.IPAllowlist},
		402: {diagnose.FeatureOff},
		403: {diagnose.MissingPermission, diagnose.MissingScope, diagnose.WrongDivision, diagnose.ResourceState, diagnose.WAFOrProxy, diagnose.CSRFOrCORS},
		404: {diagnose.EndpointNotPublished, diagnose.WrongOrg, diagnose.MissingPermission},
		405: {diagnose.WrongMethod},
		407: {diagnose.WAFOrProxy},
		409: {diagnose.ResourceState},
		415: {diagnose.MissingHeader},
		419: {diagnose.CSRFOrCORS},
		422: {diagnose.PayloadSchema, diagnose.CSRFOrCORS},
		423: {diagnose.ResourceState},
		429: {diagnose.RateLimited},
	}
}

func statusPage(name string) (string, bool) {
	n, err := strconv.Atoi(name)
	meaning, ok := statuses()[n]
	if err == nil && !ok {
		meaning, ok = statusClasses()[n/100]
	}
	if err != nil || !ok {
		return "", false
	}
	var p page
	p.title("status " + name)
	p.section("What it means", meaning)
	var causes []string
	for _, c := range statusCauses()[n] {
		if d, ok := causeDoc(c); ok {
			causes = append(causes, "- "+string(c)+": "+d.Title)
		}
	}
	p.section("What often stands behind it", strings.Join(causes, "\n"))
	return p.String(), true
}

func codePage(name string) (string, bool) {
	cause, on, class, ok := refusal.CodeInfo(name)
	if !ok {
		return "", false
	}
	var p page
	p.title(name + ": an error code of Genesys Cloud")
	var seen []string
	for _, s := range on {
		seen = append(seen, strconv.Itoa(s))
	}
	d, known := causeDoc(cause)
	p.section("What it means", strings.TrimSpace(refusal.CodeDetail(name)+" "+d.Means))
	p.section("Status", strings.Join(seen, ", "))
	p.section("What it is about", strings.ReplaceAll(class, "-", " "))
	if known {
		p.section("What it points to", string(cause)+": "+d.Title+" (why403 explain "+string(cause)+")")
		p.section("How to mend it", mending(d.Mend))
	} else {
		p.section("What it points to", "no cause of a refusal")
	}
	listed := operations(func(op *diagnose.Operation) string {
		return mark(slices.ContainsFunc(op.Codes, func(c diagnose.ErrorCode) bool { return c.Code == strings.ToLower(name) }))
	}, "")
	if listed == "" {
		listed = "none: it is one that any operation may answer with, or that is known from reports only"
	}
	p.verbatim("Operations that list it as their own", listed)
	return p.String(), true
}

func permissionPage(name string) (string, bool) {
	if !standard.Catalog().IsPermission(name) {
		return "", false
	}
	var p page
	p.title(name + ": a permission")
	p.section("What it is", "A permission domain:entity:action that a role carries, in the divisions in which the role is granted. "+
		"It is no scope: asking for it as a scope of a token changes nothing.")
	p.verbatim("Operations that ask for it", operations(func(op *diagnose.Operation) string {
		need := op.Permissions
		switch {
		case !slices.ContainsFunc(need.Names, func(n string) bool { return strings.EqualFold(n, name) }):
			return ""
		case len(need.Names) == 1:
			return " "
		case need.Mode == diagnose.All:
			return "  with " + others(len(need.Names)-1)
		}
		return "  or " + others(len(need.Names)-1) + " in its place"
	}, " --permission "+name))
	p.section("Who grants it", "An administrator, in Admin › People & Permissions › Roles / Permissions: a role that carries it already before a new one, "+
		"and a new one with this permission alone before a wildcard.")
	p.verbatim("Which roles carry it", "gc authorization roles list --autopaginate --permission "+name)
	return p.String(), true
}

func others(n int) string {
	if n == 1 {
		return "one other"
	}
	return strconv.Itoa(n) + " others"
}

func scopePage(name string) (string, bool) {
	if !standard.Catalog().IsScope(name) {
		return "", false
	}
	var p page
	p.title(name + ": a scope")
	what := "A scope that the token of a user can be issued with. It does not apply to the client-credentials grant."
	if base, ok := strings.CutSuffix(name, ":readonly"); ok {
		what += " It allows reading only; " + base + " allows reading and changing."
	} else if twin := name + ":readonly"; standard.Catalog().IsScope(twin) {
		what += " It allows reading and changing; " + twin + " is enough to read."
	}
	p.section("What it is", what)
	p.verbatim("Operations that accept it", operations(func(op *diagnose.Operation) string { return mark(slices.Contains(op.Scopes.Names, name)) }, " --scope "+name))
	p.section("Who grants it", "The developer asks for it at sign-in, an administrator allows it in Admin › Integrations › OAuth › the client › Scope, and the user signs in again.")
	return p.String(), true
}

// mark is what operations wants of an operation that belongs on the list.
func mark(listed bool) string {
	if listed {
		return " "
	}
	return ""
}

// operations lists what the remark is not empty for, a line each, the first twenty of
// them; empty where there is none. filter is what shows the others.
func operations(remark func(*diagnose.Operation) string, filter string) string {
	const most = 20
	var lines []string
	n := 0
	for op := range standard.Catalog().All() {
		r := remark(op)
		if r == "" {
			continue
		}
		if n++; n <= most {
			lines = append(lines, strings.TrimRight(fmt.Sprintf("%-6s %s%s", op.Method, op.Path, r), " "))
		}
	}
	if n > most {
		more := fmt.Sprintf("and %d more", n-most)
		if filter != "" {
			more += ": why403 catalog list" + filter
		}
		lines = append(lines, more)
	}
	return strings.Join(lines, "\n")
}
