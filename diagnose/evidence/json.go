package evidence

// readJSON reads a JSON input that is no capture: a case, or a single answer of an
// API, told by its keys.
func readJSON(in *source, found func(raw) error) error { return nil }
