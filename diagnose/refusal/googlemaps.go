package refusal

import "github.com/why403/why403/diagnose"

// googleMaps reads the older Maps services, which refuse with 200, a status of
// REQUEST_DENIED and an error_message.
var googleMaps = platform{
	name: "google-maps",
	wrote: func(s *answer) bool {
		status := s.json.at("status").str()
		if s.form == textForm && !s.inside {
			return s.quotes("REQUEST_DENIED") && findSentence(s, mapsSentences[:]) != nil
		}
		return s.json.has("error_message") && (status == "REQUEST_DENIED" || status == "OVER_QUERY_LIMIT" || status == "OVER_DAILY_LIMIT")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because, r.Refused = diagnose.AnswererAPI, "the status and error_message of Google Maps", true
		if !s.json.there() { // the line of a client
			readSentences(s, r, mapsSentences[:])
			return
		}
		r.Code = diagnose.Know(s.json.at("status").str(), s.where("status"))
		s.message, s.messageAt = s.json.at("error_message").str(), s.where("error_message")
		r.Message = diagnose.Know(limit(s.message), s.messageAt)
		s.setPlain(s.message)
		if !readSentences(s, r, mapsSentences[:]) && s.json.at("status").str() != "REQUEST_DENIED" {
			waitFor(s, add(r, diagnose.RateLimited, diagnose.Certain, s.where("status"), "status "+s.json.at("status").str()))
		}
	},
}

var mapsKey = diagnose.Fix{By: diagnose.Admin, Where: "Google Cloud console › Credentials › the key", Do: "Add the caller to the key's restrictions, or make a key for servers"}

var mapsSentences = [...]meaning{
	{"referer restrictions cannot be used", diagnose.IPAllowlist, diagnose.Certain, "A key for web pages was used by a server.", mapsKey},
	{"request from this ip address", diagnose.IPAllowlist, diagnose.Certain, "", mapsKey},
	{"ip*not authorized", diagnose.IPAllowlist, diagnose.Certain, "", mapsKey},
	{"enable billing", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{By: diagnose.Admin, Do: "Link a billing account to the project"}},
	{"not authorized to use this api", diagnose.FeatureOff, diagnose.Certain, "The API is off in the project, or the key is restricted to others.", diagnose.Fix{By: diagnose.Admin, Where: "Google Cloud console › APIs & Services", Do: "Enable the API, and add it to the key"}},
	{"not activated", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"api key is expired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"api key is invalid", diagnose.BadToken, diagnose.Certain, "", diagnose.Fix{}},
	{"must use an api key", diagnose.MissingHeader, diagnose.Certain, "", diagnose.Fix{}},
}
