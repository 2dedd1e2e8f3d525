package refusal

import (
	"strconv"
	"strings"
	"time"

	"github.com/why403/why403/diagnose"
)

// storage reads object storage: S3 and what speaks like it, Google Cloud Storage,
// Azure Blob. Their answers are XML, and often to a signed URL that is past its
// time.
var storage = platform{
	name: "storage",
	wrote: func(s *answer) bool {
		if s.form == xmlForm && s.quotes("<ErrorResponse", "<Response>") {
			return false // a service of AWS that is no storage
		}
		if s.form == xmlForm && s.code != "" && (isStorageHost(s) || lookup(awsCodes[:], s.code) != nil || signedURL(s) || lookup(storageCodes[:], s.code) != nil || s.code == "AccessDenied") {
			return true
		}
		if (s.form == textForm || s.form == noForm) && lookup(storageCodes[:], s.code) != nil || isStorageHost(s) && loggedCode(s) != "" || twoProofs(s) || s.form != htmlForm && findSentence(s, storageSentences[:]) != nil {
			return true
		}
		return s.notJSON() && s.form != htmlForm && signedURL(s)
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererStorage, "an error document of object storage"
		if s.code == "" {
			r.Because = "a signed storage URL"
		}
		if readPostPolicy(s, r) || readTwoProofs(s, r) {
			return
		}
		if expiredURL(s) || s.says("request has expired") || s.quotes("<Expires>", "<X-Amz-Expires>") && s.quotes("<ServerTime>") || s.quotes("not valid in the specified time frame") {
			p := add(r, diagnose.ExpiredToken, diagnose.Certain, s.body.At, "the signed URL is past its time")
			p.Detail = "The URL carries its own right and its own end. Who calls does not matter."
			p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Ask the API for a new URL, and use it at once; do not store it"}}
			return
		}
		if s.says("must be addressed using the specified endpoint") {
			p := add(r, diagnose.WrongRegion, diagnose.Certain, s.body.At, "the answer names another endpoint")
			p.Object = element(s.text, "Endpoint")
			p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Call the endpoint of the bucket's region that the answer names"}}
			return
		}
		if s.quotes("<HeadersNotSigned>", "headers present in the request which were not signed") {
			p := add(r, diagnose.BadToken, diagnose.Certain, s.body.At, "the answer names headers that were sent and not signed")
			p.Object = element(s.text, "HeadersNotSigned")
			p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Sign every x-amz- header that is sent, or do not send it"}}
			return
		}
		if s.quotes("Anonymous caller does not have") {
			add(r, diagnose.MissingHeader, diagnose.Likely, s.body.At, "the caller is anonymous").Detail = "No credentials reached the storage, and the object is not public."
			return
		}
		if code := loggedCode(s); known(s, r, storageCodes[:], code) || known(s, r, awsCodes[:], code) {
			return
		}
		if known(s, r, storageCodes[:], s.code) || known(s, r, awsCodes[:], s.code) || readSentences(s, r, storageSentences[:]) {
			return
		}
		if contains(s.code+s.text[:min(len(s.text), 40)], "AccessDenied") {
			p := add(r, diagnose.MissingPermission, diagnose.Possible, s.body.At, "code AccessDenied")
			p.Detail = "A signed URL can do what its signer may do. Storage also says AccessDenied for an object that does not exist, where the caller may not list."
			p.Fixes = []diagnose.Fix{{By: diagnose.Admin, Do: "Allow the signing role the action on the object (arn:aws:s3:::bucket/*), and check that the key exists"}}
			if !signedURL(s) {
				p.Certainty = diagnose.Likely
			}
		}
	},
}

// readPostPolicy reads the refusal of a form upload: its signed policy says what the
// form may hold and until when.
func readPostPolicy(s *answer, r *diagnose.Refusal) bool {
	if !s.says("invalid according to policy") {
		return false
	}
	if s.says("policy expired") {
		add(r, diagnose.ExpiredToken, diagnose.Certain, s.body.At, "the upload's signed policy is past its time").Fixes =
			[]diagnose.Fix{{By: diagnose.Developer, Do: "Ask the API for a new upload form, and use it at once"}}
		return true
	}
	p := add(r, diagnose.PayloadSemantics, diagnose.Certain, s.body.At, "the upload's form does not fit its signed policy")
	p.Detail = "The policy lists the fields of the form and what each may hold; the form differs from it."
	p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Send the fields that were signed, all of them and no others, with the values they were signed with; the file comes last"}}
	return true
}

// twoProofs says that S3 got a signed URL and an Authorization header with it.
func twoProofs(s *answer) bool {
	return (s.form == xmlForm || s.form == textForm) && s.says("only one auth mechanism allowed")
}

func readTwoProofs(s *answer, r *diagnose.Refusal) bool {
	if !twoProofs(s) {
		return false
	}
	p := add(r, diagnose.MissingHeader, diagnose.Certain, s.body.At, "the answer wants one proof of who calls, and got two")
	p.Summary = "the call carries two proofs of who calls, and the storage takes one"
	p.Detail = "A signed URL carries its own right; an Authorization header beside it is one too many."
	p.Fixes = []diagnose.Fix{{By: diagnose.Developer, Do: "Fetch the signed URL without an Authorization header; where a redirect led to it, let the client drop the header"}}
	return true
}

// loggedCode gives the code that an access log of a storage shows in place of the answer.
func loggedCode(s *answer) string {
	if s.code != "" || s.form != textForm || len(s.text) > 60 || strings.ContainsAny(s.text, " \n") {
		return ""
	}
	return s.text
}

func isStorageHost(s *answer) bool {
	return strings.HasPrefix(s.host, "s3.") || strings.HasPrefix(s.host, "s3-") || strings.Contains(s.host, ".s3.") || strings.Contains(s.host, ".s3-") ||
		s.onHost("storage.googleapis.com", "blob.core.windows.net", "r2.cloudflarestorage.com", "digitaloceanspaces.com")
}

func signedURL(s *answer) bool {
	return s.query != "" && (contains(s.query, "X-Amz-Signature=") || contains(s.query, "X-Amz-Date=") || contains(s.query, "X-Goog-Signature=") ||
		contains(s.query, "sig=") && contains(s.query, "se=") || contains(s.query, "Signature=") && contains(s.query, "Expires="))
}

// expiredURL compares the end that the URL states with the Date of the answer. An
// answer without Date proves nothing.
func expiredURL(s *answer) bool {
	header, _ := s.header("Date")
	now, err := time.Parse(time.RFC1123, header)
	if err != nil {
		return false
	}
	end, ok := urlEnd(s)
	return ok && now.After(end)
}

func urlEnd(s *answer) (time.Time, bool) {
	for _, vendor := range [...]string{"X-Amz-", "X-Goog-"} {
		begin, err := time.Parse("20060102T150405Z", queryValue(s.query, vendor+"Date"))
		life, err2 := strconv.Atoi(queryValue(s.query, vendor+"Expires"))
		if err == nil && err2 == nil {
			return begin.Add(time.Duration(life) * time.Second), true
		}
	}
	if end, err := time.Parse(time.RFC3339, strings.ReplaceAll(queryValue(s.query, "se"), "%3A", ":")); err == nil {
		return end, true
	}
	if unix, err := strconv.ParseInt(queryValue(s.query, "Expires"), 10, 64); err == nil {
		return time.Unix(unix, 0), true
	}
	return time.Time{}, false
}

// queryValue is the value of a query parameter as it was sent, its name compared
// without case.
func queryValue(query, name string) string {
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if k, v, _ := strings.Cut(pair, "="); strings.EqualFold(k, name) {
			return v
		}
	}
	return ""
}

// storageSentences are what Azure's storage says where a client kept the words and
// lost the code.
var storageSentences = [...]meaning{
	{"key based authentication is not permitted on this storage account", diagnose.FeatureOff, diagnose.Certain, "The account does not admit its keys; use Entra ID.", diagnose.Fix{}},
	{"public access is not permitted on this storage account", diagnose.FeatureOff, diagnose.Certain, "The account does not admit anonymous access.", diagnose.Fix{}},
	{"not authorized to perform this operation using this permission", diagnose.MissingPermission, diagnose.Certain, "The identity or the SAS does not carry this right.", diagnose.Fix{}},
	{"not authorized to perform this operation using this source ip", diagnose.IPAllowlist, diagnose.Certain, "The SAS admits other addresses only.", diagnose.Fix{}},
	{"not authorized to perform this operation using this resource type", diagnose.MissingPermission, diagnose.Certain, "The SAS does not cover this type of resource.", diagnose.Fix{}},
	{"not authorized to perform this operation using this service", diagnose.MissingPermission, diagnose.Certain, "The SAS does not cover this service.", diagnose.Fix{}},
	{"access denied not entitled", diagnose.MissingPermission, diagnose.Likely, "Backblaze: the application key lacks the capability, such as writeBuckets to look a bucket up or make it.", diagnose.Fix{By: diagnose.Admin, Do: "Make a key with the capability, or keep the client from checking and making the bucket"}},
	{"blocked by network rules of storage account", diagnose.IPAllowlist, diagnose.Likely, "The words are the Azure CLI's, which makes them of AuthorizationFailure.", diagnose.Fix{By: diagnose.Network, Where: "Azure › the storage account › Networking", Do: "Admit the caller's address or network"}},
}

var storageCodes = [...]meaning{
	{"AuthorizationHeaderMalformed", diagnose.WrongRegion, diagnose.Likely, "The signature was made for another region than the bucket's.", diagnose.Fix{By: diagnose.Developer, Do: "Sign for the region that the answer names"}},
	{"AuthorizationQueryParametersError", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"InvalidObjectState", diagnose.ResourceState, diagnose.Certain, "The object is archived and has to be restored before it can be read.", diagnose.Fix{By: diagnose.Admin, Do: "Restore the object"}},
	{"AccessControlListNotSupported", diagnose.FeatureOff, diagnose.Certain, "The bucket's owner has switched access control lists off.", diagnose.Fix{By: diagnose.Developer, Do: "Send no ACL; give rights by the bucket's policy"}},
	{"AllAccessDisabled", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"AccountProblem", diagnose.ClientDisabled, diagnose.Likely, "", diagnose.Fix{}},
	{"NotSignedUp", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"CrossLocationLoggingProhibited", diagnose.WrongRegion, diagnose.Likely, "", diagnose.Fix{}},
	{"AuthenticationFailed", diagnose.BadToken, diagnose.Likely, "The signature or the SAS token is not accepted: key, clock, or signed fields.", diagnose.Fix{By: diagnose.Developer, Do: "Make a new SAS with the account's present key, and check the clock"}},
	{"AuthorizationFailure", diagnose.IPAllowlist, diagnose.Likely, "Mostly the storage account's firewall; else a SAS without the right.", diagnose.Fix{By: diagnose.Network, Where: "Azure › Storage account › Networking", Do: "Admit the caller's address or network"}},
	{"AuthorizationPermissionMismatch", diagnose.MissingPermission, diagnose.Certain, "The identity or the SAS does not carry this right.", diagnose.Fix{By: diagnose.Admin, Do: "Assign a data role such as Storage Blob Data Reader or Contributor; Owner is not enough"}},
	{"AuthorizationSourceIPMismatch", diagnose.IPAllowlist, diagnose.Certain, "The SAS admits other addresses only.", diagnose.Fix{}},
	{"AuthorizationResourceTypeMismatch", diagnose.MissingPermission, diagnose.Certain, "The SAS does not cover this type of resource.", diagnose.Fix{}},
	{"AuthorizationServiceMismatch", diagnose.MissingPermission, diagnose.Certain, "The SAS does not cover this service.", diagnose.Fix{}},
	{"AuthorizationProtocolMismatch", diagnose.WrongRegion, diagnose.Likely, "The SAS admits HTTPS only.", diagnose.Fix{}},
	{"InsufficientAccountPermissions", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"KeyBasedAuthenticationNotPermitted", diagnose.FeatureOff, diagnose.Certain, "The account does not admit its keys; use Entra ID.", diagnose.Fix{}},
	{"PublicAccessNotPermitted", diagnose.FeatureOff, diagnose.Certain, "The account does not admit anonymous access.", diagnose.Fix{}},
	{"AccountIsDisabled", diagnose.ClientDisabled, diagnose.Certain, "", diagnose.Fix{}},
	{"InvalidAuthenticationInfo", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
}
