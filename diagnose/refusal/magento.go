package refusal

import "github.com/why403/why403/diagnose"

// magento reads Magento's web API, which names the ACL resource beside its sentence.
var magento = platform{
	name: "magento",
	wrote: func(s *answer) bool {
		return s.json.at("parameters").has("resources") && s.says("authorized to access resources")
	},
	read: func(s *answer, r *diagnose.Refusal) {
		r.Answerer, r.Because = diagnose.AnswererAPI, "the sentence of Magento's web API"
		resource, at := s.json.at("parameters", "resources").quoted(), s.where("parameters", "resources")
		if resource == "self" {
			add(r, diagnose.NeedsUserContext, diagnose.Likely, at, "Magento asks for the resource self").Detail = "Calls on oneself take a customer's token, not an administrator's or an integration's."
			return
		}
		p := add(r, diagnose.MissingPermission, diagnose.Likely, at, "Magento asks for the resource "+short(resource))
		p.Need = diagnose.AllOf(resource)
		p.Detail = "The integration or the administrator's role lacks it; a token that is not known any more, or came in no Authorization header, counts as nobody and is refused alike."
	},
}
