package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// azure reads Azure Resource Manager and services of Azure that name action and
// scope.
var azure = platform{
	name: "azure",
	wrote: func(s *answer) bool {
		return lookup(azureCodes[:], s.code) != nil && (s.json.has("error") || s.inside || s.form == textForm) || s.onHost("management.azure.com", "vault.azure.net") ||
			lookup(azureCodes[:], s.json.at("error", "innererror", "code").str()) != nil || s.says("does not have authorization to perform action") || s.says("permission on key vault") || s.form != htmlForm && findSentence(s, azureSentences[:]) != nil
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error envelope of Azure"
		if s.says("does not have authorization to perform action") {
			p := add(r, diagnose.MissingPermission, diagnose.Certain, s.messageAt, "the server names the action")
			p.Principal = between(s.message, "client '", "'")
			p.Action = between(s.message, "perform action '", "'")
			p.Object = between(s.message, "over scope '", "'")
			if p.Action != "" {
				p.Says, p.Need = "the server names action "+p.Action+" over scope "+p.Object, diagnose.AllOf(p.Action)
			}
			p.Detail = "If access was granted just now, the credentials have to be refreshed."
			p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "Azure › the resource › Access control (IAM)", Do: "Assign a role that carries the action, at the narrowest scope",
				Run: `az role assignment list --assignee "$PRINCIPAL_ID" --all`}}
			return
		}
		if s.says("not authorized to access linked subscription") {
			p := add(r, diagnose.WrongOrg, diagnose.Certain, s.messageAt, "the server says that the linked resource is another tenant's")
			p.Action, p.Object = between(s.message, "perform action '", "'"), between(s.message, "linked subscription '", "'")
			p.Detail = "The caller has the right where it works; the resource it links to stands in a subscription of another tenant."
			p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Check the linked resource's id; across tenants send an auxiliary token of the other tenant"}}
			return
		}
		if readSentences(s, r, azureSentences[:]) {
			return
		}
		if s.says("permission on key vault") {
			p := add(r, diagnose.MissingPermission, diagnose.Certain, s.messageAt, "the vault's access policy does not give the right")
			p.Action, p.Object = between(s.message, "does not have ", " permission on key vault"), between(s.message, "on key vault '", ";")
			p.Principal = between(s.message, "application '", "'")
			p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Where: "Azure › the key vault › Access policies", Do: "Give the identity just this right"}}
			return
		}
		inner := s.json.at("error", "innererror", "code").str()
		if !known(s, r, azureCodes[:], inner, s.code) && strings.Contains(s.code, "Authorization") {
			add(r, diagnose.MissingPermission, diagnose.Likely, s.codeAt, "code "+s.code)
		}
	},
}

// azureSentences are what services of Azure say that send no code.
var azureSentences = [...]meaning{
	{"do not have any subscriptions associated with your account", diagnose.MissingPermission, diagnose.Likely, "Kudu, the deployment site of an app, admits who has a role on the app; the account is another one, or has none.", diagnose.Fix{By: diagnose.Admin, Where: "Azure › the app › Access control (IAM)", Do: "Assign Website Contributor or a wider role to the account"}},
	{"cannot be authorized by aad token in data plane", diagnose.MissingPermission, diagnose.Likely, "With a token of Entra ID Cosmos DB makes no databases and containers through this address; that is the control plane's.", diagnose.Fix{By: diagnose.Developer, Do: "Create databases and containers through Azure Resource Manager; use the token for items only"}},
	{"please check the authorization claims to ensure the required permissions", diagnose.MissingPermission, diagnose.Likely, "The key or token does not carry the right: a read-only key, a resource token of another item, or a firewall that blocks data.", diagnose.Fix{}},
}

var azureCodes = [...]meaning{
	{"AuthorizationFailed", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{By: diagnose.Admin, Where: "Azure › the resource › Access control (IAM)", Do: "Assign the smallest role that carries the action"}},
	{"LinkedAuthorizationFailed", diagnose.MissingPermission, diagnose.Certain, "The right is missing on another resource that the request links to.", diagnose.Fix{}},
	{"RoleAssignmentUpdateNotPermitted", diagnose.ResourceState, diagnose.Certain, "", diagnose.Fix{}},
	{"RequestDisallowedByPolicy", diagnose.Other, diagnose.Likely, "An Azure policy forbids the resource's properties; no role mends that.", diagnose.Fix{By: diagnose.Admin, Where: "Azure › Policy", Do: "Meet the policy that the message names, or except the scope"}},
	{"DenyAssignmentAuthorizationFailed", diagnose.MissingPermission, diagnose.Certain, "A deny assignment matches; no role outweighs it.", diagnose.Fix{}},
	{"ScopeLocked", diagnose.ResourceState, diagnose.Certain, "The resource is locked.", diagnose.Fix{By: diagnose.Admin, Where: "Azure › the resource › Locks", Do: "Remove the lock for the time of the change"}},
	{"InvalidAuthenticationTokenTenant", diagnose.WrongOrg, diagnose.Certain, "The token is of another tenant than the subscription.", diagnose.Fix{By: diagnose.Developer, Do: "Get a token of the subscription's tenant", Run: `az account get-access-token --tenant "$TENANT"`}},
	{"InvalidAuthenticationTokenAudience", diagnose.WrongAudience, diagnose.Certain, "The token is for another API.", diagnose.Fix{}},
	{"ExpiredAuthenticationToken", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{By: diagnose.Developer, Do: "Get a new token"}},
	{"AuthenticationFailedMissingToken", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
	{"SubscriptionNotRegistered", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"MissingSubscriptionRegistration", diagnose.FeatureOff, diagnose.Certain, "The resource provider is not registered in the subscription.", diagnose.Fix{By: diagnose.Admin, Do: "Register the resource provider", Run: `az provider register --namespace "$PROVIDER"`}},
	{"ReadOnlyDisabledSubscription", diagnose.FeatureOff, diagnose.Certain, "The subscription is disabled and read-only.", diagnose.Fix{}},
	{"SubscriptionNotFound", diagnose.WrongOrg, diagnose.Likely, "", diagnose.Fix{}},
	{"ForbiddenByRbac", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{By: diagnose.Admin, Do: "Assign a data role of the vault, such as Key Vault Secrets User"}},
	{"ForbiddenByFirewall", diagnose.IPAllowlist, diagnose.Certain, "", diagnose.Fix{By: diagnose.Network, Where: "Azure › the resource › Networking", Do: "Admit the caller's address or network"}},
	{"ForbiddenByPolicy", diagnose.MissingPermission, diagnose.Certain, "The vault's access policy does not allow this.", diagnose.Fix{}},
	{"ForbiddenByConnection", diagnose.IPAllowlist, diagnose.Certain, "The resource admits private connections only.", diagnose.Fix{}},
}
