package refusal

import "github.com/why403/why403/diagnose"

// sharepoint reads SharePoint's own REST interface, which speaks OData and means
// other things by it than Microsoft Graph.
var sharepoint = platform{
	name: "sharepoint",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && findSentence(s, sharepointSentences[:]) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of SharePoint"
		readSentences(s, r, sharepointSentences[:])
	},
}

var sharepointSentences = [...]meaning{
	{"security validation for this page is invalid", diagnose.CSRFOrCORS, diagnose.Certain, "A write with cookies needs the form digest of /_api/contextinfo.",
		diagnose.Fix{By: diagnose.Developer, Do: "POST to /_api/contextinfo, and send its FormDigestValue as X-RequestDigest"}},
	{"token type is not allowed", diagnose.FeatureOff, diagnose.Likely, "The tenant does not admit app-only tokens of Azure ACS.",
		diagnose.Fix{By: diagnose.Admin, Do: "Register the app in Microsoft Entra and use a certificate, or admit the old app model", Run: "Set-SPOTenant -DisableCustomAppAuthentication $false"}},
	{"unsupported app only token", diagnose.BadToken, diagnose.Likely, "SharePoint takes an application's token only if a certificate, not a secret, was behind it.",
		diagnose.Fix{By: diagnose.Developer, Do: "Get the token with a certificate, for https://<tenant>.sharepoint.com/.default"}},
	{"do not have permission to perform this action or access this resource", diagnose.MissingPermission, diagnose.Likely, "The site's permissions or the app's site grant do not allow it.", diagnose.Fix{}},
	{"attempted to perform an unauthorized operation", diagnose.MissingPermission, diagnose.Likely, "", diagnose.Fix{}},
}
