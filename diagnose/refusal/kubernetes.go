package refusal

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// kubernetes reads the API server: a Status object, or its sentence alone.
var kubernetes = platform{
	name: "kubernetes",
	wrote: func(s *answer) bool {
		return s.json.at("kind").str() == "Status" && s.json.has("apiVersion") || s.says("is forbidden user") || s.says("forbidden user*cannot") || s.says("forbidden user*verb*resource") || s.says("server user*cannot*in project") ||
			s.says("admission webhook*denied the request") || s.says("is forbidden exceeded quota") || s.says("is forbidden cannot set") || s.says("violates pod security") ||
			s.form == textForm && admission(s) != "" || s.says("has asked for the client to provide credentials") || s.says("must be logged in to the server unauthorized")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the words of the Kubernetes API server"
		if reason := s.json.at("reason").str(); reason != "" {
			r.Code = diagnose.Know(reason, s.where("reason"))
		}
		switch {
		case s.says("exceeded quota"):
			add(r, diagnose.RateLimited, diagnose.Likely, s.messageAt, "a ResourceQuota of the namespace is used up").Detail = "Not a right is missing but room: the namespace's quota."
		case s.says("admission webhook") || s.says("violates pod security") || s.says("admission policy"):
			p := add(r, diagnose.PayloadSemantics, diagnose.Likely, s.messageAt, "an admission policy refused the object")
			p.Object = strings.Trim(between(s.message, "admission webhook ", " denied"), `"`)
			p.Detail = "Authorisation passed; the object itself breaks a rule of the cluster."
		case s.says("is being terminated"):
			add(r, diagnose.ResourceState, diagnose.Certain, s.messageAt, "the namespace is being terminated")
		case s.says("attempting to grant rbac permissions not currently held"):
			p := add(r, diagnose.MissingPermission, diagnose.Certain, s.messageAt, "nobody may grant rights that he does not hold")
			p.Principal, p.Object = between(s.message, `user "`, `"`), between(s.message, "not currently held:", "}")
			p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Do: "Bind a role with those rights, or with the verb escalate or bind, to who grants them"}}
		case s.says("cannot"):
			readKubernetesDenial(s, r)
		case s.says("error looking up service account") || s.says("not yet ready to handle request"):
			add(r, diagnose.ResourceState, diagnose.Likely, s.messageAt, "the server says: "+short(s.message))
		case s.says("is not allowed to modify") || s.says("is not allowed to read") || s.says("is not allowed to delete"):
			add(r, diagnose.MissingPermission, diagnose.Certain, s.messageAt, "the server says: "+short(s.message)).Detail = "NodeRestriction: a kubelet may touch only its own node and the pods on it."
		case admission(s) != "":
			p := add(r, diagnose.PayloadSemantics, diagnose.Likely, s.messageAt, "an admission plugin refused the object: "+short(admission(s)))
			p.Detail = "Authorisation passed; the object itself breaks a rule of the cluster or the namespace."
		case s.says("has asked for the client to provide credentials") || s.says("must be logged in to the server"):
			p := add(r, diagnose.BadToken, diagnose.Likely, s.messageAt, "the API server did not accept the credentials of kubectl")
			p.Detail = "The token is expired or of another cluster, or the cluster does not know the identity: on EKS it stands in no access entry and not in aws-auth."
			add(r, diagnose.ExpiredToken, diagnose.Possible, s.messageAt, "the token may be past its life")
		case r.Code.Or("") == "Unauthorized":
			add(r, diagnose.BadToken, diagnose.Likely, s.codeAt, "reason Unauthorized").Detail = "The credentials were not accepted: expired, revoked, or of another cluster."
		}
	},
}

// admission is why an admission plugin refused an object: what stands behind
// `pods "x" is forbidden:` where that names no user.
func admission(s *answer) string {
	const mark = `" is forbidden: `
	why := after(s.message, mark)
	if len(why) >= len("user ") && strings.EqualFold(why[:len("user ")], "user ") {
		return ""
	}
	return why
}

// readKubernetesDenial reads `pods is forbidden: User "u" cannot list resource
// "pods" in API group "g" in the namespace "n": reason`, also in its older form
// without "resource".
func readKubernetesDenial(s *answer, r *diagnose.Refusal) {
	user := between(s.message, `User "`, `"`)
	rest := after(s.message, " cannot ")
	verb := firstWord(rest)
	object, group := between(rest, `resource "`, `"`), between(rest, `API group "`, `"`)
	if object == "" {
		object = strings.Trim(firstWord(strings.TrimPrefix(rest, verb)), `".,:`)
	}
	place := "at the cluster scope"
	if ns := between(rest, `namespace "`, `"`); ns != "" {
		place = "in namespace " + ns
	} else if p := between(rest, `path "`, `"`); p != "" {
		object, place = p, "as a URL path"
	}
	p := add(r, diagnose.MissingPermission, diagnose.Likely, s.messageAt, "user "+user+" cannot "+verb+" "+object+" "+place)
	p.Principal, p.Action, p.Object = user, verb+" "+object, place
	if group != "" {
		p.Action += "." + group
	}
	p.Need = diagnose.AllOf(p.Action)
	account, isAccount := strings.CutPrefix(user, "system:serviceaccount:")
	_, name, _ := strings.Cut(account, ":")
	switch {
	case user == "system:anonymous":
		p.Cause, p.Need = diagnose.MissingHeader, diagnose.Requirement{}
		p.Detail = "The API server saw no credentials at all."
		p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send the service account's token", Run: `curl --cacert ca.crt -H "Authorization: Bearer $TOKEN" …`}}
		return
	case isAccount && name == "default":
		p.Detail = "The call was made as the namespace's default account: if another one was meant, set serviceAccountName, and grant nothing to default."
		add(r, diagnose.Other, diagnose.Possible, s.messageAt, "the default service account called")
		p = &r.Points[len(r.Points)-2]
	default:
		p.Certainty = diagnose.Certain
	}
	p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Do: grantKubernetes(user, verb, object, place), Run: canI(user, verb, object, group, between(rest, `namespace "`, `"`))}}
}

func grantKubernetes(user, verb, object, place string) string {
	kind := "a ClusterRole and ClusterRoleBinding"
	if strings.HasPrefix(place, "in namespace") {
		kind = "a Role and RoleBinding " + place
	}
	return "Bind " + user + " by " + kind + " to just " + verb + " on " + object
}

func canI(user, verb, object, group, namespace string) string {
	cmd := "kubectl auth can-i " + verb + " " + object
	if group != "" {
		cmd += "." + group
	}
	cmd += " --as=" + user
	if namespace != "" {
		cmd += " -n " + namespace
	}
	return cmd
}
