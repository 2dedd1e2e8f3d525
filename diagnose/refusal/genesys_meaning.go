package refusal

import (
	"sort"
	"strconv"
	"strings"

	"github.com/why403/why403/diagnose"
)

// genesysCode is an error code of the published API: what it is about, and the
// statuses it comes with.
type genesysCode struct{ code, class, statuses string }

// findGenesysCode finds a listed code, or one that is known without being listed
// (with an empty class); nil where the code is neither.
func findGenesysCode(code string) *genesysCode {
	i := sort.Search(len(genesysCodes), func(i int) bool { return genesysCodes[i].code >= code })
	if i < len(genesysCodes) && genesysCodes[i].code == code {
		return &genesysCodes[i]
	}
	if code == "missing.scopes" {
		return &unlistedScope
	}
	return nil
}

var unlistedScope = genesysCode{code: "missing.scopes"}

// CodeInfo tells what a Genesys Cloud error code stands for: the cause (empty where
// the code is about something else than a refusal), the statuses it is published
// with, and what it is about in one word (permission, division, scope, policy, ip,
// token, user-context, participant, owner, object, other-subject, team, feature,
// org, trust, managed, origin, reference, state, rate, not-found, input). ok is
// false where the code is not published.
func CodeInfo(code string) (cause diagnose.Cause, statuses []int, class string, ok bool) {
	g := findGenesysCode(strings.ToLower(code))
	if g == nil || g.class == "" {
		return "", nil, "", false
	}
	for _, f := range strings.Fields(g.statuses) {
		n, _ := strconv.Atoi(f)
		statuses = append(statuses, n)
	}
	cause, _ = g.cause()
	return cause, statuses, g.class, true
}

// Codes lists the error codes that Genesys Cloud publishes, sorted.
func Codes() []string {
	names := make([]string, len(genesysCodes))
	for i := range genesysCodes {
		names[i] = genesysCodes[i].code
	}
	return names
}

// CodeDetail explains a published error code in a sentence; empty where its cause
// says it all.
func CodeDetail(code string) string {
	if g := findGenesysCode(strings.ToLower(code)); g != nil {
		return g.detail()
	}
	return ""
}

// cause says what the code blames, and how surely the code alone does; the empty
// cause for codes that refuse nobody.
func (g *genesysCode) cause() (diagnose.Cause, diagnose.Certainty) {
	if m := lookup(genesysExceptions[:], g.code); m != nil {
		return m.cause, m.certainty
	}
	if c := g.classMeaning(); c != nil {
		sure := c.certainty
		if sure == diagnose.Certain && c.must != "" && !strings.Contains(g.code, c.must) {
			sure = diagnose.Likely
		}
		return c.cause, sure
	}
	return "", 0
}

// detail explains the code in a sentence; empty where there is nothing to add.
func (g *genesysCode) detail() string {
	if m := lookup(genesysExceptions[:], g.code); m != nil && m.detail != "" {
		return m.detail
	}
	if c := g.classMeaning(); c != nil {
		return c.detail
	}
	return ""
}

func (g *genesysCode) classMeaning() *classMeaning {
	for i := range genesysClasses {
		if genesysClasses[i].class == g.class {
			return &genesysClasses[i]
		}
	}
	return nil
}

// classMeaning is what the codes of a class blame. Where must is set, only a code
// that has this word is certain.
type classMeaning struct {
	class     string
	cause     diagnose.Cause
	certainty diagnose.Certainty
	must      string
	detail    string
}

var genesysClasses = [...]classMeaning{
	{"permission", diagnose.MissingPermission, diagnose.Certain, "permission", ""},
	{"division", diagnose.WrongDivision, diagnose.Certain, "division", ""},
	{"scope", diagnose.MissingScope, diagnose.Certain, "", ""},
	{"policy", diagnose.Other, diagnose.Certain, "", ""},
	{"ip", diagnose.IPAllowlist, diagnose.Certain, "", "The caller's address is not on the allow list of the organisation or of the OAuth client."},
	{"token", diagnose.BadToken, diagnose.Likely, "", ""},
	{"user-context", diagnose.NeedsUserContext, diagnose.Certain, "", "The call works for a signed-in person only; a client-credentials token has nobody behind it."},
	{"participant", diagnose.ResourceState, diagnose.Likely, "", "The caller is no live party to the conversation or appointment."},
	{"owner", diagnose.ResourceState, diagnose.Likely, "", "The object is somebody else's."},
	{"object", diagnose.ResourceState, diagnose.Possible, "", "The refusal is about this object; a rule of the object itself decides."},
	{"other-subject", diagnose.MissingPermission, diagnose.Likely, "", "Not the caller lacks the permission but the person named in the request."},
	{"team", diagnose.WrongDivision, diagnose.Likely, "", "The caller's access is limited to certain teams."},
	{"feature", diagnose.FeatureOff, diagnose.Certain, "", "The feature is off for the organisation; no role mends that."},
	{"org", diagnose.WrongOrg, diagnose.Likely, "", "The object belongs to another organisation than the token."},
	{"trust", diagnose.MissingPermission, diagnose.Likely, "", "The permission is needed in the organisation that granted the trust."},
	{"managed", diagnose.ResourceState, diagnose.Likely, "", "The property is managed elsewhere and cannot be changed here."},
	{"origin", diagnose.CSRFOrCORS, diagnose.Certain, "", "The page's origin is not on the list of allowed ones."},
	{"reference", diagnose.ResourceState, diagnose.Likely, "", "An object that the body names is not visible to the caller."},
	{"state", diagnose.ResourceState, diagnose.Likely, "", "The object's present state does not allow this."},
	{"rate", diagnose.RateLimited, diagnose.Certain, "", ""},
	{"input", diagnose.PayloadSchema, diagnose.Likely, "", ""},
}

// genesysExceptions are the codes that mean something else than their class.
var genesysExceptions = [...]meaning{
	{"authentication.required", diagnose.MissingHeader, diagnose.Certain, "No bearer token reached the platform.", diagnose.Fix{}},
	{"credentials.expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"unauthorized", diagnose.BadToken, diagnose.Possible, "", diagnose.Fix{}},
	{"auth.invalid.scope", diagnose.WrongScopeName, diagnose.Certain, "The OAuth client was to be saved with a scope that does not exist.", diagnose.Fix{}},
	{"missing.client.scope", diagnose.PayloadSemantics, diagnose.Likely, "The OAuth client was to be saved without a scope.", diagnose.Fix{}},
	{"missing.trustor.permissions", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"trustee.forbidden", diagnose.WrongOrg, diagnose.Likely, "A trusted organisation may not do this; only the organisation itself may.", diagnose.Fix{}},
	{"self.trust.not.allowed", diagnose.PayloadSemantics, diagnose.Likely, "An organisation cannot trust itself.", diagnose.Fix{}},
	{"org.disabled", diagnose.FeatureOff, diagnose.Likely, "The organisation is disabled.", diagnose.Fix{}},
	{"architect.org.disabled.for.request", diagnose.FeatureOff, diagnose.Likely, "The organisation is disabled.", diagnose.Fix{}},
	{"all.campaigns.black.listed", diagnose.FeatureOff, diagnose.Likely, "The organisation is barred from starting campaigns.", diagnose.Fix{}},
	{"campaign.black.listed", diagnose.FeatureOff, diagnose.Likely, "The campaign is barred.", diagnose.Fix{}},
	{"postino.error.org.missing", diagnose.PayloadSemantics, diagnose.Likely, "The request does not name the organisation.", diagnose.Fix{}},
	{"bad.role.divisions", diagnose.PayloadSemantics, diagnose.Likely, "The pairs of role and division are malformed.", diagnose.Fix{}},
	{"architect.division.invalid", diagnose.PayloadSemantics, diagnose.Likely, "No division has this id.", diagnose.Fix{}},
	{"division.not.found", diagnose.PayloadSemantics, diagnose.Likely, "No division has this id.", diagnose.Fix{}},
	{"invalid.division", diagnose.PayloadSemantics, diagnose.Likely, "No division has this id.", diagnose.Fix{}},
	{"invalid.division.id", diagnose.PayloadSemantics, diagnose.Likely, "No division has this id.", diagnose.Fix{}},
	{"unsupported.media.type", diagnose.MissingHeader, diagnose.Certain, "The body came with another Content-Type than application/json.", diagnose.Fix{}},
	{"invalid.query.param.value", diagnose.PayloadSemantics, diagnose.Likely, "", diagnose.Fix{}},
	{"invalid.date", diagnose.PayloadSemantics, diagnose.Likely, "", diagnose.Fix{}},
	{"request.conflict", diagnose.ResourceState, diagnose.Likely, "The object was changed meanwhile, or is in a state that does not allow this.", diagnose.Fix{}},
	{"missing.permissions.not.appointment.participant", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
}
