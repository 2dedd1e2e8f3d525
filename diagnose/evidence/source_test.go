package evidence

import (
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// utf16Of encodes a text.
func utf16Of(s string, big, mark bool) string {
	var b strings.Builder
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xFEFF}, units...)
	}
	for _, u := range units {
		if big {
			b.WriteString(string([]byte{byte(u >> 8), byte(u)}))
		} else {
			b.WriteString(string([]byte{byte(u), byte(u >> 8)}))
		}
	}
	return b.String()
}

// packed is a text as gzip packs it.
func packed(s string) string {
	var b strings.Builder
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

func TestSourceReads(t *testing.T) {
	long := strings.Repeat("0123456789\n", 20000)
	for name, r := range map[string]io.Reader{
		"at once":      strings.NewReader(long),
		"byte by byte": iotest.OneByteReader(strings.NewReader(long)),
		"packed":       strings.NewReader(packed(long)),
		"UTF-16":       iotest.HalfReader(strings.NewReader(utf16Of(long, false, true))),
	} {
		t.Run(name, func(t *testing.T) {
			in, err := open(Input{Name: "f", Data: r}, &Options{})
			require.NoError(t, err)
			assert.Equal(t, long[:headSize], string(in.head()))
			all, err := io.ReadAll(in)
			require.NoError(t, err)
			assert.Equal(t, len(long), len(all))
			assert.Equal(t, long, string(all))
		})
	}
}

func TestSourceErrors(t *testing.T) {
	broken := &fs.PathError{Op: "read", Path: "/home/someone/token=geheim", Err: errors.New("is a directory")}
	_, errs, _ := readAll(Input{Name: "dir", Data: iotest.ErrReader(broken)})
	require.Len(t, errs, 1)
	assert.Equal(t, "dir:1:1: cannot be read: is a directory", errs[0].Error())
	_, errs, _ = readAll(Input{Name: "cut.har.gz", Data: strings.NewReader(packed("{}")[:12])})
	require.Len(t, errs, 1)
	assert.Equal(t, "cut.har.gz:1:1: cannot be read: unexpected EOF", errs[0].Error())
}

func TestSourceIsBounded(t *testing.T) {
	endless := io.MultiReader(strings.NewReader("{"), &repeat{"\"a\": 1, "})
	_, errs, _ := readAll(Input{Name: "f", Data: endless})
	require.Len(t, errs, 1)
	assert.Equal(t, "f:1:1: the input is longer than 64 MiB", errs[0].Error())
}

// repeat is an endless reader.
type repeat struct{ s string }

func (r *repeat) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = r.s[i%len(r.s)]
	}
	return len(p), nil
}

func TestTextAt(t *testing.T) {
	tx := newText("f", []byte("ab\ncd\n\ne"), position{line: 1, col: 1})
	for offset, want := range map[int]string{0: "f:1:1", 1: "f:1:2", 3: "f:2:1", 4: "f:2:2", 6: "f:3:1", 7: "f:4:1", 8: "f:4:2", 99: "f:4:2"} {
		assert.Equal(t, want, tx.at(offset).String(), "offset %d", offset)
	}
	line := newText("f", []byte("abc"), position{line: 7, col: 1})
	assert.Equal(t, "f:7:3", line.at(2).String())
	assert.Equal(t, "f:7:1", line.at(0).String())
}
