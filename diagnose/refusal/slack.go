package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// slack reads Slack's Web API, which refuses with 200 and "ok": false.
var slack = platform{
	name: "slack",
	wrote: func(s *answer) bool {
		return strings.EqualFold(s.json.at("ok").str(), "false") && (s.onHost("slack.com") || lookup(slackCodes[:], s.json.at("error").quoted()) != nil)
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, `the "ok": false of Slack's API`
		code := s.json.at("error").str()
		r.Code = diagnose.Know(code, s.where("error"))
		m := lookup(slackCodes[:], code)
		if m == nil {
			return
		}
		r.Refused = true
		p := mean(r, m, s.where("error"))
		p.Says = "error " + code
		if code == "missing_scope" {
			need, have := splitTrim(s.json.at("needed").str(), ","), splitTrim(s.json.at("provided").str(), ",")
			p.Have = have
			if len(need) > 0 {
				p.Need, p.Says = diagnose.AnyOf(need...), "error missing_scope needs "+strings.Join(need, " or ")
			}
		}
		if p.Cause == diagnose.RateLimited {
			waitFor(s, p)
		}
	},
}

var slackCodes = [...]meaning{
	{"missing_scope", diagnose.MissingScope, diagnose.Certain, "Bot and user tokens have scopes of their own; a scope that was added counts after the app is installed again.",
		diagnose.Fix{By: diagnose.Admin, Where: "api.slack.com › the app › OAuth & Permissions", Do: "Add the scope to the token that makes the call, and reinstall the app"}},
	{"not_allowed_token_type", diagnose.NeedsUserContext, diagnose.Likely, "The method takes another type of token (user instead of bot, or the reverse).", diagnose.Fix{By: diagnose.Developer, Do: "Use the token type that the method's page lists"}},
	{"no_permission", diagnose.MissingPermission, diagnose.Likely, "The workspace's settings or the user's role do not allow it.", diagnose.Fix{}},
	{"restricted_action", diagnose.MissingPermission, diagnose.Likely, "A preference of the workspace bars this user from the action.", diagnose.Fix{By: diagnose.Admin, Do: "Look at the workspace's permissions settings"}},
	{"restricted_action_read_only_channel", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"not_in_channel", diagnose.ResourceState, diagnose.Certain, "The caller is no member of the channel.", diagnose.Fix{By: diagnose.Person, Do: "Invite the app to the channel", Run: "/invite @app"}},
	{"channel_not_found", diagnose.ResourceState, diagnose.Likely, "The channel does not exist, or the caller may not see it: a private channel without the app, or another workspace.", diagnose.Fix{}},
	{"is_archived", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"cant_update_message", diagnose.ResourceState, diagnose.Certain, "The message is somebody else's.", diagnose.Fix{}},
	{"cant_delete_message", diagnose.ResourceState, diagnose.Certain, "The message is somebody else's.", diagnose.Fix{}},
	{"user_not_in_channel", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"not_authed", diagnose.MissingHeader, diagnose.Certain, "No token reached Slack.", diagnose.Fix{}},
	{"invalid_auth", diagnose.BadToken, diagnose.Likely, "The token is not valid, or the address is not allowed to use it.", diagnose.Fix{}},
	{"account_inactive", diagnose.ClientDisabled, diagnose.Certain, "The token's user or workspace is deactivated, or the app was removed.", diagnose.Fix{By: diagnose.Admin, Do: "Reinstall the app"}},
	{"token_revoked", diagnose.BadToken, diagnose.Certain, "The token was revoked.", diagnose.Fix{By: diagnose.Admin, Do: "Reinstall the app"}},
	{"token_expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Refresh the token"}},
	{"org_login_required", diagnose.Other, diagnose.Likely, "The workspace is being moved to an Enterprise organisation; nobody gets in until that is done.", diagnose.Fix{}},
	{"ekm_access_denied", diagnose.Other, diagnose.Certain, "Administrators have suspended access to the keys.", diagnose.Fix{}},
	{"access_denied", diagnose.MissingPermission, diagnose.Possible, "", diagnose.Fix{}},
	{"team_access_not_granted", diagnose.WrongOrg, diagnose.Certain, "The token was not granted to this workspace of the organisation.", diagnose.Fix{By: diagnose.Admin, Do: "Approve the app for the workspace"}},
	{"enterprise_is_restricted", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"paid_teams_only", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"feature_not_enabled", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"app_missing_action_consent", diagnose.ConsentMissing, diagnose.Certain, "", diagnose.Fix{}},
	{"accesslimited", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{}},
	{"two_factor_setup_required", diagnose.Other, diagnose.Certain, "", diagnose.Fix{}},
	{"not_an_admin", diagnose.MissingRole, diagnose.Certain, "The token's user is no administrator.", diagnose.Fix{}},
	{"user_is_restricted", diagnose.MissingRole, diagnose.Likely, "Guests may not do this.", diagnose.Fix{}},
	{"user_is_bot", diagnose.NeedsUserContext, diagnose.Certain, "", diagnose.Fix{}},
	{"method_deprecated", diagnose.EndpointNotPublished, diagnose.Certain, "", diagnose.Fix{}},
	{"unknown_method", diagnose.EndpointNotPublished, diagnose.Certain, "", diagnose.Fix{}},
	{"ratelimited", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"rate_limited", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
}

// slackWebhook reads incoming webhooks, which answer one word of plain text.
var slackWebhook = platform{
	name:  "slack",
	wrote: func(s *answer) bool { return s.form == textForm && s.onHost("hooks.slack.com") },
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the word of a webhook of Slack"
		if m := lookup(slackWebhookCodes[:], s.text); m != nil {
			r.Code = diagnose.Know(m.code, s.body.At)
			mean(r, m, s.body.At)
		}
	},
}

var slackWebhookCodes = [...]meaning{
	{"action_prohibited", diagnose.MissingPermission, diagnose.Likely, "An administrator has restricted what the webhook may do.", diagnose.Fix{}},
	{"posting_to_general_channel_denied", diagnose.MissingPermission, diagnose.Certain, "The workspace lets few post to its general channel.", diagnose.Fix{}},
	{"invalid_token", diagnose.BadToken, diagnose.Certain, "The address of the webhook is wrong or revoked.", diagnose.Fix{By: diagnose.Admin, Do: "Make a new webhook, and use its whole address"}},
	{"no_active_hooks", diagnose.ClientDisabled, diagnose.Certain, "The webhook is switched off.", diagnose.Fix{}},
	{"no_service", diagnose.ClientDisabled, diagnose.Certain, "The webhook is switched off, or does not exist.", diagnose.Fix{}},
	{"team_disabled", diagnose.ClientDisabled, diagnose.Certain, "The workspace is deleted or disabled.", diagnose.Fix{}},
	{"channel_is_archived", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
}
