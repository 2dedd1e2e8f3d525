package catalog

// The binary form, all numbers little endian and 32 bits wide:
//
//	magic, 8 bytes
//	SHA-256 of everything behind it, 32 bytes
//	header: string numbers of name, version, date, file, prefix;
//	        list numbers of scopes and permissions;
//	        then offset and count of each section
//	strings   offsets into text, one more than there are strings; sorted bytewise,
//	          so that string numbers compare as the strings do; number 0 is ""
//	text      the strings, one behind the other
//	lists     words: length, then so many words; number 0 is the empty list
//	nodes     the trie over path segments: first edge, number of edges, child for a
//	          parameter, first operation, number of operations; children stand
//	          behind their parents
//	edges     first bytes of a literal segment, the segment, node; sorted by segment
//	          within a node
//	ops       one record per operation, in the order of the trie, then of methods
//	models    name, offset into shapes; sorted by name
//	shapes    bytes: see shape_codec.go
//	hosts     name, kind, region; sorted by name
const magic = "why403c1"

const (
	digestAt = len(magic)
	headerAt = digestAt + 32
)

// Words of the header.
const (
	headName = iota
	headVersion
	headDate
	headFile
	headPrefix
	headScopes
	headPermissions
	headSections // first of offset, count, offset, count …
)

// Sections.
const (
	secStrings = iota
	secText
	secLists
	secNodes
	secEdges
	secOps
	secModels
	secShapes
	secHosts
	sections
)

const headerWords = headSections + 2*sections

// width is the size of a record of each section in bytes.
var width = [sections]int{4, 1, 4, 4 * nodeWords, 4 * edgeWords, 4 * opWords, 4 * modelWords, 1, 4 * hostWords}

// Words of a node.
const (
	nodeEdge = iota
	nodeEdges
	nodeParam // 0: none
	nodeOp
	nodeOps
	nodeWords
)

// Words of an edge.
const (
	edgeKey = iota // first four bytes of the segment
	edgeText
	edgeNode
	edgeWords
)

// Words of an operation.
const (
	opID = iota
	opPath
	opFlags
	opScopes
	opPermissions
	opRoles
	opAccepts
	opBody  // offset into shapes, plus one; 0: none
	opCodes // list of status, string, status, string …
	opEquivalents
	opNote
	opEnforced // a date, ISO 8601; empty where the overlay tells none
	opLines    // list of fact, line, column …
	opWords
)

// Words of a model and of a host.
const (
	modelName = iota
	modelShape
	modelWords

	hostName   = 0
	hostKind   = 1
	hostRegion = 2
	hostWords  = 3
)

// Bits of the flags of an operation.
const (
	flagMethod       = 0 // 4 bits
	flagSource       = 4 // 3 bits
	flagBasis        = 7 // 2 bits
	flagScopes       = 9 // 2 bits: mode
	flagPermissions  = 11
	flagRoles        = 13
	flagUser         = 15
	flagPreview      = 16
	flagBodyRequired = 17
	flagSays         = 18 // 12 bits
)
