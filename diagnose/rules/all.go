// Package rules holds the checkers: one file per rule, listed here in the order in
// which a server applies them. To add one, write its file, add its line, and give
// it a folder in testdata/rules with at least blames.txtar, clears.txtar and
// abstains.txtar.
//
// Rules know nothing of files, formats or colours; they meet the rest of the
// program in the vocabulary of package diagnose.
package rules

import "github.com/why403/why403/diagnose"

// All returns every checker, in the order of their stages.
func All() []*diagnose.Checker {
	return []*diagnose.Checker{
		&notRefused,

		// who answered
		&proxyAnswered,
		&csrfOrCORS,
		&rateLimited,
		&ipNotAllowed,
		&signedURLExpired,
		&userAgentBlocked,

		// address
		&hostNamed,
		&pathNamed,
		&methodNamed,
		&hostWrong,
		&methodWrong,
		&endpointNotPublished,

		// token
		&tokenNotSent,
		&tokenMalformed,
		&tokenExpired,
		&tokenNotYetValid,
		&audienceWrong,
		&tokenExpiredNamed,
		&tokenRefused,
		&audienceNamed,
		&orgNamed,
		&clientDisabled,
		&headerNamed,
		&clientAuthentication,
		&otherNamed,

		// grant
		&userContextNamed,
		&meWithoutUser,
		&userContextNeeded,

		// scope
		&scopeNamed,
		&scopeMissing,
		&scopeNameWrong,
		&scopeRefused,
		&consentMissing,

		// permission
		&permissionNamed,
		&permissionMissing,
		&roleMissing,
		&permissionUnproven,
		&roleNamed,
		&policyDenied,

		// division
		&divisionNamed,
		&divisionOutside,

		// feature
		&featureOff,

		// object
		&objectRefused,
		&objectState,
		&platformContradiction,
		&roleGrantFresh,

		// payload
		&payloadNamed,
		&contentTypeWrong,
		&payloadNotJSON,
		&payloadSchema,
	}
}
