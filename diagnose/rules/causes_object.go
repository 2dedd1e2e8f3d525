package rules

import "github.com/why403/why403/diagnose"

// causesOfTheObject: features, objects, the platform itself.
func causesOfTheObject() []CauseDoc {
	return []CauseDoc{
		{
			Cause: diagnose.FeatureOff,
			Title: "feature is not licensed, in beta, or switched off",
			Means: `What the call uses is not there for this organisation. No role and no scope brings it.`,
			Shows: []Shape{
				{"Genesys Cloud", `403 feature.toggle.disabled, feature.forbidden, integrations.forbidden; 405 architect.feature.unavailable; unlicensed products show as missing.permissions that no role offers`},
				{"Google", `403 {"reason": "SERVICE_DISABLED"} or accessNotConfigured: <API> has not been used in project <n> before or it is disabled`},
				{"Salesforce", `403 API_DISABLED_FOR_ORG: The REST API is not enabled for this Organization.`},
				{"Okta", `403 E0000015: You do not have permission to access the feature you are requesting`},
				{"Auth0", `403 The tenant is not allowed to modify <feature>`},
				{"GitHub", `403 <feature> must be enabled for this repository`},
			},
			Tell:    `Administrators are refused as well, and the permission is not offered in the role editor.`,
			Mend:    []diagnose.Fix{by(diagnose.Admin, "Switch the feature on or buy the licence"), by(diagnose.Vendor, "Admit the organisation to the beta, or say what is not licensed")},
			Example: featureOff.Doc.Example,
		},
		{
			Cause: diagnose.ResourceState,
			Title: "object is somebody else's, or in the wrong state",
			Means: `The caller may make such calls, but not on this object, or not now: no participant of the conversation, somebody else's job, already ended, locked.`,
			Shows: []Shape{
				{"Genesys Cloud", `403 {"code": "not.authorized"} without a permission; 403 forbidden: Access to Conversation <id> is forbidden.; 400 not.a.participant`},
				{"Genesys Cloud", `403 conversation.error.forbidden.not.active.participant, not.job.owner, managed.property.not.allowed`},
				{"Slack", `200 {"ok": false, "error": "not_in_channel"}, is_archived`},
				{"GitHub", `403 Repository was archived so is read-only.`},
				{"Google Drive", `403 The user does not have sufficient permissions for file <id>.`},
			},
			Tell:    `The same call works on another object. Bring the object as the API returns it.`,
			Mend:    []diagnose.Fix{by(diagnose.Developer, "Read the object first and act only while its state allows it"), by(diagnose.Person, "Let the owner, or somebody who takes part, make the call")},
			Example: objectRefused.Doc.Example,
		},
		{
			Cause: diagnose.PlatformBug,
			Title: "platform contradicts itself",
			Means: `The refusal cannot be right as it stands: it misses what is held, names a class instead of a permission, or refuses what its documentation offers.`,
			Shows: []Shape{
				{"Genesys Cloud", `403 … the following permission(s): com.inin.pubapi.iam.util.ResourcePermission`},
				{"Genesys Cloud", `403 missing.permissions naming a permission that subjects/me shows as granted in all divisions`},
				{"Any", `403 for operations that the documentation offers to this kind of client`},
			},
			Tell: `First rule out another caller than the one whose roles are shown, roles granted minutes ago, and division limits.`,
			Mend: []diagnose.Fix{
				by(diagnose.Developer, "Look up what the operation is published to need, and try with exactly that"),
				by(diagnose.Vendor, "Look into the refusal with this correlation id"),
			},
			Example: platformContradiction.Doc.Example,
		},
		{
			Cause: diagnose.Other,
			Title: "another reason",
			Means: `None of the other causes: a stronger sign-in is asked for, terms were not accepted, a role is minutes old, another account made the call than was meant.`,
			Shows: []Shape{
				{"RFC 9470 servers", `401, WWW-Authenticate: Bearer error="insufficient_user_authentication", acr_values="<acr>"`},
				{"GitHub", `403 Resource protected by organization SAML enforcement; header X-GitHub-SSO: required; url=<address>`},
				{"Kubernetes", `403 … User "system:serviceaccount:default:default" …, where another account was meant`},
				{"Any", `451 Unavailable For Legal Reasons; 503 under maintenance`},
			},
			Tell:    `The words of the server say it; they are quoted in the report.`,
			Mend:    []diagnose.Fix{by(diagnose.Person, "Do what the server's words ask for, then repeat the call")},
			Example: otherNamed.Doc.Example,
		},
	}
}
