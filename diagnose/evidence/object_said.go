package evidence

import (
	"strings"

	"github.com/why403/why403/diagnose"
)

// Logs of gateways, firewalls and audits do not show what the caller was answered; they
// tell in members of their own why the call did not get through.

// saysWhy gives the words of a member in which a gateway tells why it let no call
// through; empty where the member tells something else.
func saysWhy(plain, text string) string {
	switch plain {
	case "responsecodedetails", "statusdetails": // Envoy, Google's load balancers
		if strings.Contains(text, "denied") {
			return text
		}
	case "securityaction", "wafaction", "firewallaction":
		if blocks(text) {
			return firewallAction + text
		}
	}
	return ""
}

// firewallAction stands before what a firewall's log calls its action.
const firewallAction = "firewall action: "

// blocks says whether an action of a firewall keeps a call from getting through.
func blocks(action string) bool {
	switch strings.ToLower(action) {
	case "block", "blocked", "deny", "denied", "drop", "challenge", "jschallenge", "managed_challenge", "managedchallenge", "captcha":
		return true
	}
	return false
}

// refused takes what the record of an audit or of a firewall tells of a refusal.
func (f *finder) refused(v *literal) {
	code, message := v.get("errorCode"), v.get("errorMessage")
	switch status, action := v.get("status"), v.get("action"); {
	case code != nil && message != nil && v.get("eventSource") != nil && isRefusalText(code.text+message.text): // CloudTrail
		f.refusal = code.text + ": " + message.text
	case v.get("methodName") != nil && status.get("message") != nil && isOneOf(status.get("code"), "7", "16"): // Google's audit log: the codes of gRPC
		f.refusal = status.get("message").text
		if info := v.get("authorizationInfo"); info != nil && !strings.Contains(f.refusal, "'") { // PERMISSION_DENIED and no more
			for _, asked := range info.kids {
				if permission := asked.get("permission"); permission != nil && !isOneOf(asked.get("granted"), "true") {
					f.refusal += ": Permission '" + permission.text + "' denied"
					break
				}
			}
		}
	case status.get("failureReason") != nil && status.get("errorCode") != nil && !isOneOf(status.get("errorCode"), "0"): // Entra's sign-in log
		f.refusal = "AADSTS" + status.get("errorCode").text + ": " + status.get("failureReason").text
	case isOneOf(v.get("outcome").get("result"), "FAILURE", "DENY") && v.get("outcome").get("reason") != nil: // Okta's system log
		f.refusal = v.get("outcome").get("reason").text
	case action != nil && action.kind == stringValue && blocks(action.text):
		if rule := v.get("ruleName", "ruleId", "terminatingRuleId", "RuleID", "rule_id"); rule != nil {
			f.refusal = firewallAction + action.text + " by rule " + rule.text
			if host := v.get("hostname"); host != nil && host.kind == stringValue { // in other logs the machine that wrote them
				f.set(&f.host, host.text)
			}
		}
	}
	if kind := v.get("error.responseType", "errorResponseType", "responseType"); kind != nil && len(f.messages) == 0 {
		if said := v.get("error.message", "errorMessage"); said == nil || said.text == "Forbidden" { // AWS API Gateway says more by the type then
			f.why = kind.text + ": Forbidden"
		}
	}
}

func isOneOf(v *literal, words ...string) bool {
	for _, w := range words {
		if v != nil && v.text == w {
			return true
		}
	}
	return false
}

// speaksOfRefusal says whether a message tells of a refusal outright. What is enough where
// somebody brings a sentence is not enough for a line of a log.
func speaksOfRefusal(s string) bool {
	s = strings.ToLower(s)
	for _, w := range []string{"forbidden", "denied", "not authorized", "unauthorized", "403", "not permitted", "insufficient"} {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// worded reads the lines of a log none of which shows a call: what their messages say
// of a refusal counts as if somebody had written it down.
func worded(text string, at func(int) diagnose.Location) []raw {
	var rs []raw
	for _, l := range lines(text) {
		i := strings.IndexByte(l.text, '{')
		if i < 0 || i > 200 || !speaksOfRefusal(l.text) {
			continue
		}
		v, ok := parseLiteral(text, l.at+i)
		if !ok || v.get("level", "lvl", "severity", "log.level", "levelname", "logger", "ts", "time", "timestamp", "@timestamp") == nil ||
			isOneOf(v.get("level", "lvl", "severity", "log.level", "levelname"), "info", "INFO", "debug", "DEBUG", "trace", "TRACE", "Information") {
			continue
		}
		f := finder{text: text, at: at}
		f.look(v)
		for _, m := range f.messages {
			here := func(int) diagnose.Location { return at(v.at) }
			if said, err := readText(m, here); err == nil && len(said) == 1 && speaksOfRefusal(m) {
				rs = append(rs, said[0])
				break
			}
		}
	}
	return rs
}
