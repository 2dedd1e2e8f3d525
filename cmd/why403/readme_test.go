package main

import (
	"bytes"
	"flag"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "rewrite README.md and golden files with what the program prints today")

// result is how one run of the program ended.
type result struct {
	code     int
	out, err string
}

// runIn runs the program in-process, in the current folder, without a terminal.
func runIn(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	var out, err bytes.Buffer
	code := run(args, system{
		in: strings.NewReader(stdin), out: &out, err: &err,
		env: func(string) string { return "" }, open: openFile, create: createFile,
		now: func() time.Time { return time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC) },
	})
	return result{code, out.String(), err.String()}
}

// transcript is a fenced block of the README whose first line is a command.
var transcript = regexp.MustCompile("(?m)^```console\n((?s:.*?))^```$")

// TestReadme runs every command that the README shows and compares what it
// prints today.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	readme, err := os.ReadFile("README.md")
	require.NoError(t, err)

	ran := 0
	fresh := transcript.ReplaceAllFunc(readme, func(block []byte) []byte {
		body := transcript.FindSubmatch(block)[1]
		return []byte("```console\n" + replay(t, string(body), &ran) + "```")
	})
	fresh = generated(t, fresh, "usage", "```\n"+runIn(t, "", "--help").out+"```\n")
	fresh = generated(t, fresh, "rules", runIn(t, "", "rules", "--format", "markdown").out)

	require.GreaterOrEqual(t, ran, 3, "the README shows commands")
	if *update {
		require.NoError(t, os.WriteFile("README.md", fresh, 0o644))
		return
	}
	want, got := strings.Split(string(fresh), "\n"), strings.Split(string(readme), "\n")
	for i := range min(len(want), len(got)) {
		if !assert.Equal(t, want[i], got[i], "README.md:%d is not what the program does today; go test ./cmd/why403 -run Readme -update", i+1) {
			return
		}
	}
	assert.Len(t, got, len(want))
}

// replay runs the commands of one transcript ("$ why403 …", and "$ echo $?" for
// the exit code) and returns it as it would read today.
func replay(t *testing.T, body string, ran *int) string {
	var b strings.Builder
	var last result
	for _, line := range strings.SplitAfter(body, "\n") {
		command, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "$ ")
		if !ok {
			continue
		}
		b.WriteString(line)
		if command == "echo $?" {
			b.WriteString(strconv.Itoa(last.code) + "\n")
			continue
		}
		name, args, _ := strings.Cut(strings.TrimPrefix(command, "go run ./cmd/"), " ")
		require.Equal(t, "why403", name, "a transcript of the README runs %q", command)
		last = runIn(t, "", words(t, args)...)
		require.NotEqual(t, exitUsage, last.code, "%s: %s", command, last.err)
		b.WriteString(last.err + last.out)
		*ran++
	}
	return b.String()
}

// words splits a command line of the README; it knows single quotes and no more.
func words(t *testing.T, line string) []string {
	var out []string
	for i, part := range strings.Split(line, "'") {
		if i%2 == 1 {
			out = append(out, part)
		} else {
			out = append(out, strings.Fields(part)...)
		}
	}
	require.NotContains(t, line, `"`, "transcripts quote with single quotes")
	return out
}

// generated replaces what stands between the markers of a section.
func generated(t *testing.T, readme []byte, section, text string) []byte {
	open, end := "<!-- "+section+" -->\n", "<!-- end of "+section+" -->"
	before, rest, ok := strings.Cut(string(readme), open)
	require.True(t, ok, "README.md has no section %s", section)
	_, after, ok := strings.Cut(rest, end)
	require.True(t, ok, "section %s of README.md has no end", section)
	return []byte(before + open + text + end + after)
}
