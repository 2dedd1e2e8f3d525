package evidence

// readFlag reads the value of an evidence flag as the part it names.
func readFlag(p Part, in *source, found func(raw) error) error { return nil }
