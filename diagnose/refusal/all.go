package refusal

// platforms are tried from the top; the first that recognises the answer reads it.
// To add one, write its file and add its line. Intermediaries stand before the
// platforms in whose name they answer, conventions that many servers share behind
// them.
var platforms = [...]*platform{
	&genesys, // by its envelope, which nobody else writes

	// intermediaries
	&cors,
	&proxy,
	&cloudflare,
	&cloudfront,
	&waf,
	&mashery, // its pages are the gateway's
	&appService,
	&webserver,
	&csrf,
	&storage,
	&envoy,
	&kong,
	&tyk,
	&apigee,
	&apim,
	&awsGateway,

	// platforms
	&genesysByHost,
	&aws,
	&github,
	&google,
	&googleMaps,
	&entra,
	&azure,
	&sharepoint,
	&graph,
	&slack,
	&zoom,
	&hubspot,
	&salesforce,
	&kubernetes,
	&okta,
	&auth0,
	&atlassian,
	&gitlab,
	&spotify,
	&discord,
	&twitter,
	&notion,
	&stripe,
	&shopify,
	&twilio,
	&ringcentral,
	&pipedrive,
	&exact,
	&servicenow,
	&meta,
	&dropbox,
	&xero,
	&openai,
	&linkedin,
	&cloudflareAPI,
	&wordpress,
	&jenkins,
	&matrix,
	&keycloak,
	&frappe,
	&magento,
	&strava,
	&tesla,
	&reddit,
	&paypal,
	&tiktok,
	&ebay,
	&quickbooks,
	&sendgrid,

	// conventions
	&django,
	&graphql,
	&oauth,
	&problem,
}
