package refusal

import "github.com/why403/why403/diagnose"

// appService reads the pages that the front end of Azure App Service writes for an
// app that is stopped, over its quota, or closed for the caller's address.
var appService = platform{
	name: "azure-app-service",
	wrote: func(s *answer) bool {
		forbidden, _ := s.header("x-ms-forbidden-ip")
		return s.notJSON() && (forbidden != "" || s.form == htmlForm && s.quotes("web app - unavailable", "azurewebsites.net") && findSentence(s, appServiceSentences[:]) != nil)
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererGateway, "a page of Azure App Service's front end"
		if forbidden, at := s.header("x-ms-forbidden-ip"); forbidden != "" {
			p := add(r, diagnose.IPAllowlist, diagnose.Certain, at, "the x-ms-forbidden-ip header")
			p.Fixes = []diagnose.Fix{appServiceNetworking}
			return
		}
		readSentences(s, r, appServiceSentences[:])
	},
}

var appServiceNetworking = diagnose.Fix{By: diagnose.Network, Where: "Azure › the app › Networking › Access restrictions", Do: "Admit the caller's address or network"}

var appServiceSentences = [...]meaning{
	{"web app is stopped", diagnose.ResourceState, diagnose.Certain, "The app does not run.", diagnose.Fix{By: diagnose.Admin, Where: "Azure › the app", Do: "Start the app; a free plan stops it once its quota is used up"}},
	{"site is disabled", diagnose.ResourceState, diagnose.Likely, "The app is off, or its plan's quota is used up.", diagnose.Fix{}},
	{"has blocked your access", diagnose.IPAllowlist, diagnose.Certain, "An access restriction of the app does not admit the caller.", appServiceNetworking},
}
