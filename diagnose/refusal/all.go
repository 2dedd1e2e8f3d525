package refusal

// platforms are tried from the top; the first that recognises the answer reads it.
// To add one, write its file and add its line. Intermediaries stand before the
// platforms in whose name they answer, conventions that many servers share behind
// them.
var platforms = [...]*platform{
	&genesys,

	&genesysByHost,
	&oauth,
}
