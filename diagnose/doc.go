// Package diagnose explains why an API call was refused.
//
//	files, stdin                                                                     stdout
//	    │                                                                               ▲
//	    ▼                                                                               │
//	evidence.Read ──► Case ──► Engine.Diagnose ──► Report ──► render.{text,markdown,json,…}
//	    │                        │
//	    └─ redact                ├─ 1 require   what does the API ask of this operation?   (catalog)
//	       secrets stop here     │              what did the server itself say?            (refusal)
//	                             ├─ 2 ask       every checker: blames, clears or abstains  (rules)
//	                             ├─ 3 rank      best explanation first
//	                             └─ 4 conclude  explained · inconclusive · unexplained · not refused
//
// [Engine.Diagnose] is one pure function in diagnose.go; it is the first file to
// open.
//
// # Vocabulary
//
// A [Case] is everything known about one refused request. It has no field that
// can hold a credential. A fact that is missing is a [Known] that says why.
//
// An [Operation] is what the catalog says about one endpoint, each [Requirement]
// with its any-of and all-of kept apart. A [Refusal] is what the server itself
// said; what we infer from it is kept elsewhere.
//
// A [Checker] is one rule: a plain value with a pure function. It sees only the
// [Evidence] it declares, and blames, clears or abstains. Abstaining is the zero
// value, so a checker that forgets to decide proves nothing; "nothing failed" is
// never "all passed".
//
// A [Finding] is one blamed cause: what is needed, what is held, where the
// evidence stands, and who can mend it; a [Change] says what they change, by name. The [Report] ranks findings by certainty
// and then by the server's own order of checks. It carries its Case, so that it can
// be read and judged again ([Rejudged]); [Compare] holds two of them against each
// other and names what explains that one call worked and the other did not.
//
// # Rooms
//
// Imports point one way. This package imports the standard library only.
//
//	level 4                          cmd/why403                       flags, files, printing, exit codes
//	level 3                       diagnose/standard                   wires the parts below into one engine
//	           ┌─────────┬─────────┬─────┴────┬─────────┐
//	level 2  evidence  refusal  catalog     rules     render          never import one another
//	           │                              │
//	level 1  redact                        payload        alike       import nothing of ours but level 0
//	           ▼         ▼         ▼          ▼         ▼
//	level 0  ───────────────────── diagnose ─────────────────         standard library only
//
// Package alike knows nothing of refusals: of a long stream of records it tells which are
// like one that was judged before, and cmd/why403 writes the report down from that one's.
package diagnose
