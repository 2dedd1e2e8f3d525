package payload

// Parsed reads a text and writes it again.
func Parsed(text string) (string, error) {
	v, err := parse(text)
	return string(v.json()), err
}
