package rules

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// An expired signed URL counts as an expired token: the signature in the address
// is the credential, and it has run out.
var signedURLExpired = diagnose.Checker{
	ID:    "signed-url-expired",
	Stage: diagnose.StageAnswerer,
	Cause: diagnose.ExpiredToken,
	Needs: diagnose.RequestEvidence | diagnose.RefusalEvidence,
	May:   diagnose.ClockEvidence,
	Doc: diagnose.Doc{
		Title: "signed storage address has run out, or its signer may not read",
		Why: `A signed address carries its own right to one object until a fixed moment. After it the storage answers 403, with XML and not in the API's form. ` +
			`Genesys Cloud hands such addresses out for recordings, exports and prompts. ` +
			`The address can do no more than whoever signed it: where it has not run out, the signer lacks the right, or the object is not there.`,
		Fix:  `The developer asks the API for a fresh address right before each download and never stores one; where it is fresh, whoever owns the bucket gives the signing identity the right.`,
		Tell: `"Request has expired" or a passed X-Amz-Date + X-Amz-Expires is expiry; SignatureDoesNotMatch is an address that was changed on the way; AccessDenied on a fresh address is the signer's missing right.`,
		Example: `{"request": {"method": "GET", "url": "https://acme-media.s3.amazonaws.com/rec/7.opus?X-Amz-Date=20260301T100000Z&X-Amz-Expires=900&X-Amz-Signature=REDACTED"},
 "response": {"status": 403, "body": "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>"}, "at": "2026-03-01T11:00:00Z"}`,
		Since: "v0.1",
	},
	Check: checkSignedURLExpired,
}

func checkSignedURLExpired(c *diagnose.Case) diagnose.Verdict {
	u, ok := c.Request.URL.Get()
	if !ok {
		return diagnose.Abstain("the address is not known")
	}
	signed, end, known := signature(u.Query)
	if !signed {
		return diagnose.Clear("the address carries no signature")
	}
	at := c.Request.URL.From()
	now, clock := c.At.Get()
	fresh := []diagnose.Fix{{By: diagnose.Developer, Do: "Ask the API for a fresh address and use it at once; do not keep it"}}
	if f, ok := named(c, diagnose.ExpiredToken, "the storage says that the signed address has run out"); ok {
		f.Fixes = beside(f.Fixes, fresh...)
		if strings.Contains(u.Query, "X-Goog-Signature=") { // it has no session token, whatever the code means on AWS
			f.Detail, f.Fixes = "", fresh
		}
		return diagnose.Blame(f)
	}
	switch {
	case known && clock && !now.Before(end):
		return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Likely, Fixes: fresh,
			Summary:  "the signed address ran out at " + end.Format(time.RFC3339),
			Evidence: []diagnose.Statement{{At: at, Says: "the address names its own end: " + end.Format(time.RFC3339)}}})
	case !known && cloudFront(u.Query) && c.Refusal.Code.Or("") == "AccessDenied":
		return diagnose.Blame(diagnose.Finding{Certainty: diagnose.Likely, Fixes: fresh,
			Summary:  "the signed address has most likely run out",
			Detail:   "CloudFront answers an address that has run out with AccessDenied and says no more.",
			Evidence: []diagnose.Statement{{At: at, Says: "the address carries a CloudFront signature"}, {At: c.Refusal.Code.From(), Says: "code AccessDenied"}}})
	case len(c.Refusal.Points) > 0:
		return unnamed(c, diagnose.StageAnswerer)
	case c.Refusal.Status.Or(0) != 403:
		return diagnose.Abstain("the storage did not answer 403")
	}
	return diagnose.Blame(diagnose.Finding{Cause: diagnose.MissingPermission, Certainty: diagnose.Possible,
		Summary:  "whoever signed the address lacks the right to the object",
		Detail:   "A signed address can do no more than the identity that signed it; storage answers the same where the object does not exist and may not be listed.",
		Evidence: []diagnose.Statement{{At: at, Says: "the address is signed, and the storage does not say that it has run out"}},
		Settle:   askStorage,
		Fixes: append([]diagnose.Fix{{By: diagnose.Admin, Where: "the policy of the signing role, and of the bucket",
			Do: "Allow the signing identity the action on this object (s3:GetObject to read, s3:PutObject to write)"}}, fresh...)})
}

var askStorage = diagnose.Ask{What: "the whole answer of the storage, and when the address was signed", Run: "curl -i …the address…", Cost: 1,
	Answers: []diagnose.Answer{
		{If: "Request has expired", Then: "the address has run out"},
		{If: "SignatureDoesNotMatch", Then: "the address was changed on the way"},
		{If: "AccessDenied", Then: "the signer lacks the right, or the object is not there"}}}

// signature tells whether a query is that of a signed address (AWS, Google Cloud
// Storage, CloudFront, Azure SAS) and when that runs out.
func signature(query string) (signed bool, end time.Time, known bool) {
	q, _ := url.ParseQuery(query) // what can be read is enough
	for _, vendor := range []string{"X-Amz-", "X-Goog-"} {
		if q.Has(vendor+"Signature") || q.Has(vendor+"Expires") {
			begin, err := time.Parse("20060102T150405Z", q.Get(vendor+"Date"))
			seconds, err2 := strconv.Atoi(q.Get(vendor + "Expires"))
			return true, begin.Add(time.Duration(seconds) * time.Second), err == nil && err2 == nil
		}
	}
	if q.Has("se") && q.Has("sig") {
		end, err := time.Parse(time.RFC3339, strings.ReplaceAll(q.Get("se"), " ", "+"))
		return true, end, err == nil
	}
	if q.Has("Expires") && (q.Has("Signature") || q.Has("Key-Pair-Id") || q.Has("AWSAccessKeyId") || q.Has("GoogleAccessId")) {
		seconds, err := strconv.ParseInt(q.Get("Expires"), 10, 64)
		return true, time.Unix(seconds, 0).UTC(), err == nil
	}
	return cloudFront(query), time.Time{}, false
}

func cloudFront(query string) bool {
	return strings.Contains(query, "Key-Pair-Id=") && strings.Contains(query, "Signature=")
}
