package evidence

const (
	stretchMax = 32        // records of a stretch
	stretchLen = 128 << 10 // bytes after which it ends
)

// recalling is how the reader of a stream asks for what a Job knows of its records.
type recalling struct {
	look   func(Record) any // in any goroutine
	recall func(r Record, looked any) (known, goOn bool)
	crew   *crew // who looks ahead
	hands  int   // how many they are; 0: nobody looks
}

// unread is a record of a stream before it is read.
type unread struct {
	Record
	at     position
	long   bool // it is longer than lineMax
	looked any  // see Recaller
	asked  bool // it is not known
}

// records gives found the records of a stream that are not known, in their order.
func (in *source) records(l *lineReader, known *recalling, found func(unread) error) error {
	next := in.numbered(l)
	one := func(x unread) error {
		if known != nil && !x.long && !x.asked {
			if known, goOn := known.recall(x.Record, x.looked); !goOn {
				return errStop
			} else if known {
				return nil
			}
		}
		return found(x)
	}
	for n := 0; known == nil || known.hands == 0 || n < stretchMax; n++ { // nothing is known of the first
		x, ok := next()
		if !ok {
			return nil
		}
		if err := one(x); err != nil {
			return err
		}
	}
	known.crew.hire(known.hands)
	r := relay{known: known, next: next, pause: in.options.pause, due: make(chan struct{}, 1)}
	in.relayed = true
	defer r.finish()
	return r.run(one)
}

// numbered cuts a stream into its records; empty lines are none.
func (in *source) numbered(l *lineReader) func() (r unread, ok bool) {
	n := 0
	return func() (unread, bool) {
		for l.next() {
			if l.long || !blank(l.line) {
				n++
				return unread{Record: Record{Source: in.name, Text: l.line, Line: l.at.line, Number: n}, at: l.at, long: l.long}, true
			}
		}
		return unread{}, false
	}
}

// blank says whether a line has nothing to say.
func blank(line []byte) bool {
	for _, c := range line {
		if c != ' ' && c != '\t' && c != '\r' {
			return false
		}
	}
	return true
}

// stretch is a few neighbouring records.
type stretch struct {
	text    []byte
	ends    []int // in text
	records []unread
	looked  bool
	rest    []unread // for the caller
	asked   bool     // there is nothing for others
}

// fill takes the next records. It says whether there may be more.
func (s *stretch) fill(next func() (unread, bool)) (more bool) {
	*s = stretch{text: s.text[:0], ends: s.ends[:0], records: s.records[:0]}
	for len(s.records) < stretchMax && len(s.text) < stretchLen {
		x, ok := next()
		if !ok {
			return s.cut(false)
		}
		s.text = append(s.text, x.Text...)
		s.ends = append(s.ends, len(s.text))
		s.records = append(s.records, x)
	}
	return s.cut(true)
}

// cut gives the records their texts, which stay where they are from now on.
func (s *stretch) cut(more bool) bool {
	start := 0
	for i, end := range s.ends {
		s.records[i].Text, start = s.text[start:end:end], end
	}
	return more
}
