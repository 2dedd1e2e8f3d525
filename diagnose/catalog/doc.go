// Package catalog knows what each operation of an API requires: scopes,
// permissions, roles, a user, a body; and finds the operation behind an address.
//
//	tables ──► gencatalog ─┐
//	OpenAPI 2, 3 ──────────┼─► Description ──► Encode ──► binary form ──► Catalog
//	overlay JSON ──────────┘                              (searched where it lies)
//
// The binary form is one string: fixed-width records, a trie over path segments,
// interned strings, and the shapes of bodies. Nothing of it is decoded before it
// is looked up, so a Catalog costs nothing at start-up; the embedded one is only a
// pointer into the executable.
//
// A Catalog is a stack of such layers. Later layers win, fact by fact; every fact
// that an upper layer states keeps the place where it was read.
package catalog
