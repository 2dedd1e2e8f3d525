package refusal

import (
	"cmp"
	"strings"

	"github.com/why403/why403/diagnose"
)

// google reads Google's APIs: google.rpc.ErrorInfo first, then the older reasons,
// then IAM's sentence.
var google = platform{
	name: "google",
	wrote: func(s *answer) bool {
		e := s.json.at("error")
		if e.has("code", "message") && (e.has("status") || e.at("errors", "0").has("reason") || e.at("details").kind() == '[') {
			return true
		}
		if s.onHost("googleapis.com") && s.form != xmlForm {
			return true
		}
		if reason, _ := googleReason(s); reason != "" {
			return true
		}
		return findSentence(s, googleOwnSentences[:]) != nil || contains(s.message, "googleapi: Error") || contains(s.message, "<HttpError 403") || contains(s.message, "google.api_core.exceptions") || contains(s.message, "ERROR: (gcloud.") ||
			s.says("has not been used in project") || s.says("request had insufficient authentication scopes")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error envelope of Google's APIs"
		e := s.json.at("error")
		if status := e.at("status").str(); status != "" {
			r.Code = diagnose.Know(status, s.where("error", "status"))
		}
		if !readQuotaProject(s, r) && !readErrorInfo(s, r) && !readServiceError(s, r) && !readReason(s, r) {
			readGoogleSentence(s, r)
		}
	},
}

// readErrorInfo reads the ErrorInfo among error.details.
func readErrorInfo(s *answer, r *diagnose.Refusal) bool {
	i := -1
	for _, d := range s.json.at("error", "details").members() {
		i++
		reason := d.at("reason").str()
		m := lookup(googleReasons[:], reason)
		if m == nil {
			continue
		}
		path := []string{"error", "details", itoa(i), "reason"}
		r.Code = diagnose.Know(reason, s.where(path...))
		p := mean(r, m, s.where(path...))
		p.Says = "ErrorInfo says " + m.code
		meta := d.at("metadata")
		p.Action, p.Object = meta.at("permission").str()+meta.at("method").str(), meta.at("resource").str()+meta.at("service").str()
		if permission := meta.at("permission").str(); permission != "" {
			p.Action, p.Need = permission, diagnose.AllOf(permission)
		}
		if p.Action != "" {
			p.Says += " for " + p.Action
		}
		if m.code == "SERVICE_DISABLED" {
			serviceDisabled(s, p, meta.at("service").str())
		}
		if p.Cause == diagnose.RateLimited {
			waitFor(s, p)
		}
		return true
	}
	return false
}

// readServiceError reads the error that a service puts among error.details in its
// own type: Firebase has one code, Google Ads a list with one code by kind.
func readServiceError(s *answer, r *diagnose.Refusal) bool {
	i := -1
	for _, d := range s.json.at("error", "details").members() {
		i++
		m := lookup(googleServiceCodes[:], d.at("errorCode").str())
		for _, code := range d.at("errors", "0", "errorCode").members() {
			m = cmp.Or(m, lookup(googleServiceCodes[:], code.str()))
		}
		if m == nil {
			continue
		}
		at := s.where("error", "details", itoa(i))
		r.Code = diagnose.Know(m.code, at)
		p := mean(r, m, at)
		if says := d.at("errors", "0", "message").str(); says != "" {
			p.Says = "the server says: " + short(says)
		}
		return true
	}
	return false
}

// googleReason is the older reason: in error.errors, in what client libraries make
// of it, or behind the last comma of a line of the Go client.
func googleReason(s *answer) (string, diagnose.Location) {
	for _, path := range [...][]string{{"error", "errors", "0"}, {"errors", "0"}, {"0"}, {}} {
		if e := s.json.at(path...); e.has("reason", "domain") {
			return e.at("reason").str(), s.where(append(path, "reason")...)
		}
	}
	if contains(s.message, "googleapi: Error") {
		line, _, _ := strings.Cut(after(s.message, "googleapi: Error"), "\n")
		if i := strings.LastIndex(line, ", "); i >= 0 && lookup(googleReasons[:], line[i+2:]) != nil {
			return line[i+2:], s.messageAt
		}
	}
	return "", diagnose.Location{}
}

// readReason reads the older reason.
func readReason(s *answer, r *diagnose.Refusal) bool {
	reason, at := googleReason(s)
	if reason == "" {
		reason, at = s.json.at("error", "errors", "0", "reason").str(), s.where("error", "errors", "0", "reason")
	}
	m := lookup(googleReasons[:], reason)
	if m == nil {
		return false
	}
	r.Code = diagnose.Know(reason, at)
	p := mean(r, m, at)
	p.Says = "reason " + reason
	switch {
	case reason == "insufficientPermissions" && s.says("insufficient authentication scopes"):
		p.Certainty = diagnose.Certain
	case reason == "insufficientPermissions" && s.says("user does not have"):
		p.Cause, p.Detail, p.Fixes = diagnose.MissingPermission, "The user himself lacks the right to this account or property; the scope was accepted.", nil
	case reason == "accessNotConfigured":
		serviceDisabled(s, p, "")
	case p.Cause == diagnose.RateLimited:
		waitFor(s, p)
	}
	return true
}

// serviceDisabled warns of the project that is not one's own: with end-user
// credentials Google counts the call to the project of the OAuth client.
func serviceDisabled(s *answer, p *diagnose.Point, service string) {
	if service == "" {
		service = between(s.message, "/api/", "/overview")
	}
	project := firstWord(between(s.message, "in project ", "before"))
	p.Object = project
	p.Detail = "Check first that the project in the message is yours. With the credentials of gcloud it is a shared one: then set a quota project instead of enabling anything."
	p.Fixes = []diagnose.Fix{
		{By: diagnose.Developer, Do: "Set the quota project, where the project is not yours", Run: "gcloud auth application-default set-quota-project \"$PROJECT\""},
		{By: diagnose.Admin, Where: "Google Cloud console › APIs & Services", Do: "Enable the API in the project, and wait some minutes"},
	}
	if service != "" {
		p.Fixes[1].Run = "gcloud services enable " + service + " --project \"$PROJECT\""
	}
}

// readGoogleSentence reads answers that have neither.
func readGoogleSentence(s *answer, r *diagnose.Refusal) {
	put := func(cause diagnose.Cause, c diagnose.Certainty) *diagnose.Point {
		return add(r, cause, c, s.messageAt, "the server says: "+short(s.message))
	}
	switch {
	case s.says("insufficient authentication scopes"):
		put(diagnose.MissingScope, diagnose.Certain).Fixes = scopeFixes
	case s.says("has not been used in project"):
		serviceDisabled(s, put(diagnose.FeatureOff, diagnose.Certain), "")
	case readSentences(s, r, googleOwnSentences[:]):
	case s.says("permission*denied on resource") || s.says("permission*denied on service account"):
		p := put(diagnose.MissingPermission, diagnose.Certain)
		p.Action = between(s.message, "Permission '", "' denied on ") + between(s.message, `Permission "`, `" denied on `)
		object := strings.TrimPrefix(strings.TrimPrefix(after(s.message, " denied on "), "resource "), "service account ")
		p.Object = strings.Trim(firstWord(object), "'\"`")
		if p.Action != "" {
			p.Need = diagnose.AllOf(p.Action)
		}
		p.Fixes = googleGrant
	case s.says("required*permission for") && strings.Contains(s.message, "Required '"):
		p := put(diagnose.MissingPermission, diagnose.Certain)
		p.Action, p.Object = between(s.message, "Required '", "'"), between(s.message, "permission for '", "'")
		p.Need, p.Fixes = diagnose.AllOf(p.Action), googleGrant
	case s.says("does not have*access to the google cloud") || s.says("does not have*permission"):
		p := put(diagnose.MissingPermission, diagnose.Certain)
		p.Principal = firstWord(s.message)
		p.Action = firstWord(after(s.message, "does not have "))
		if strings.Count(p.Action, ".") >= 2 {
			p.Need = diagnose.AllOf(p.Action)
		} else {
			p.Action, p.Certainty = "", diagnose.Likely // it does not say which, nor of what
		}
		p.Fixes = googleGrant
	default:
		readSentences(s, r, googleSentences[:])
	}
}

// readQuotaProject reads what a person's own credentials are told that name no project
// to count the call to. ErrorInfo says SERVICE_DISABLED then: of the shared project of
// gcloud, where nobody can enable anything.
func readQuotaProject(s *answer, r *diagnose.Refusal) bool {
	sure := diagnose.Certain
	switch {
	case s.says("requires a quota project"):
	case s.says("authenticated using end user credentials"):
		sure = diagnose.Likely
	default:
		return false
	}
	p := add(r, diagnose.MissingHeader, sure, s.messageAt, "the server says: "+short(s.message))
	p.Summary = "the call names no project to be counted to"
	p.Detail = "The credentials are a person's, and no project is named to count the call to."
	p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send X-Goog-User-Project, or set the quota project of the credentials", Run: "gcloud auth application-default set-quota-project \"$PROJECT\""}}
	if sure == diagnose.Likely {
		add(r, diagnose.FeatureOff, diagnose.Possible, s.messageAt, "the API may be off in the project the call is counted to")
	}
	return true
}

func after(s, before string) string {
	if i := index(s, before); i >= 0 {
		return s[i+len(before):]
	}
	return ""
}

var (
	scopeFixes  = []diagnose.Fix{{By: diagnose.Developer, Do: "Ask for the scope beside those held now, and have the user consent again: a token keeps the scopes it was issued with"}}
	googleGrant = []diagnose.Fix{{By: diagnose.Admin, Where: "Google Cloud console › IAM", Do: "Grant the smallest role that carries the permission, on the resource itself"}}
)
