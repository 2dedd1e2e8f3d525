package refusal

import "github.com/why403/why403/diagnose"

// ringcentral reads RingCentral's API.
var ringcentral = platform{
	name: "ringcentral",
	wrote: func(s *answer) bool {
		return s.form != htmlForm && (s.onHost("ringcentral.com", "ringcentral.biz") || s.json.has("errorCode", "permissionName"))
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the error body of RingCentral's API"
		known(s, r, ringcentralCodes[:], s.code)
		name, path := s.json.at("permissionName").str(), []string{"permissionName"}
		if name == "" {
			path = []string{"errors", "0", "permissionName"}
			name = s.json.at(path...).str()
		}
		if name == "" {
			return
		}
		if len(r.Points) == 0 {
			add(r, diagnose.MissingPermission, diagnose.Certain, s.where(path...), "")
		}
		p := &r.Points[0]
		p.Need, p.Says = diagnose.AllOf(name), "permissionName is "+name
		p.Detail = "The permission is the app's: its permissions stand in the developer console, and the user's role limits them."
	},
}

var ringcentralCodes = [...]meaning{
	{"OAU-213", diagnose.ExpiredToken, diagnose.Likely, "Token not found: expired or revoked.", diagnose.Fix{}},
	{"OAU-232", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"TokenExpired", diagnose.ExpiredToken, diagnose.Certain, "", diagnose.Fix{}},
	{"TokenInvalid", diagnose.BadToken, diagnose.Likely, "", diagnose.Fix{}},
	{"CMN-408", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"CMN-301", diagnose.RateLimited, diagnose.Certain, "", diagnose.Fix{}},
	{"CMN-401", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"InsufficientPermissions", diagnose.MissingPermission, diagnose.Certain, "", diagnose.Fix{}},
	{"FeatureNotAvailable", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"CMN-419", diagnose.ResourceState, diagnose.Likely, "", diagnose.Fix{}},
	{"BIL-103", diagnose.FeatureOff, diagnose.Certain, "", diagnose.Fix{}},
	{"CMN-211", diagnose.FeatureOff, diagnose.Likely, "", diagnose.Fix{}},
}
