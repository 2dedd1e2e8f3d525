package diagnose

import (
	"reflect"
	"strings"
	"testing"
	"time"
	"unsafe"

	"github.com/stretchr/testify/assert"
)

// walkStrings calls visit with every string that can be reached from v, by its path.
func walkStrings(v reflect.Value, path string, visit func(path string, s reflect.Value)) {
	if v.Type() == reflect.TypeFor[time.Time]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		visit(path, v)
	case reflect.Pointer:
		if !v.IsNil() {
			walkStrings(v.Elem(), path, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Field(i)
			if !f.CanSet() && f.CanAddr() {
				f = reflect.NewAt(f.Type(), unsafe.Pointer(f.UnsafeAddr())).Elem()
			}
			walkStrings(f, path+"."+v.Type().Field(i).Name, visit)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			visit(path, v)
			return
		}
		for i := range v.Len() {
			walkStrings(v.Index(i), path, visit)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			visit(path, v.MapIndex(k))
		}
	}
}

// fill puts one element into every list and map and a value behind every pointer, and
// text into every string.
func fill(v reflect.Value, depth int) {
	if depth == 0 || v.Type() == reflect.TypeFor[time.Time]() {
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("evidence")
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		if v.Type() != reflect.TypeFor[*Operation]() {
			v.Set(reflect.New(v.Type().Elem()))
			fill(v.Elem(), depth-1)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			fill(reflect.NewAt(v.Field(i).Type(), unsafe.Pointer(v.Field(i).UnsafeAddr())).Elem(), depth-1)
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			v.SetBytes([]byte("evidence"))
			return
		}
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(v.Index(0), depth-1)
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"evidence": "evidence"}))
	}
}

// TestRewriteLeavesNothingOut fills a report with text and looks for what Rewrite did
// not pass through.
func TestRewriteLeavesNothingOut(t *testing.T) {
	// What is not made of evidence: the program's and the catalog's own words, places,
	// fixed vocabularies.
	own := []string{".Tool", ".Cause", ".Rule", ".Conclusion", ".By", ".Kind", ".Mode", ".At.", ".from", ".why", ".Source", ".Platform", ".Answerer", ".Grant", ".Fingerprint", ".ScopesFrom",
		".Redactions", ".Before", ".Method", ".Scheme", ".Problem", ".Port", ".Algorithm", ".Host.", ".Region", ".Belongs"}
	var r Report
	fill(reflect.ValueOf(&r).Elem(), 20)
	seen := 0
	walkStrings(reflect.ValueOf(r.Rewrite(func(s string) string { return strings.ToUpper(s) })).Elem(), "", func(path string, s reflect.Value) {
		seen++
		text := s.String()
		if s.Kind() == reflect.Slice {
			text = string(s.Bytes())
		}
		for _, o := range own {
			if strings.Contains(path+".", o) {
				return
			}
		}
		assert.Equal(t, "EVIDENCE", text, path)
	})
	assert.Greater(t, seen, 150)
	walkStrings(reflect.ValueOf(&r).Elem(), "", func(path string, s reflect.Value) {
		if s.Kind() == reflect.String {
			assert.Equal(t, "evidence", s.String(), "the report itself is left alone: %s", path)
		}
	})
}

func TestIsUUID(t *testing.T) {
	for s, is := range map[string]bool{
		"8e51b8a2-1111-4c0d-9a51-c0ffee000001": true, "8E51B8A2-1111-4C0D-9A51-C0FFEE000001": true, "⟨user-1⟩": true, "⟨id-12⟩": true,
		"": false, "8e51b8a2-1111-4c0d-9a51-c0ffee00000g": false, "8e51b8a2111114c0d19a511c0ffee0000010": false, "⟨user-name-1⟩": false, "⟨token-1⟩": false, "⟨user-⟩": false, "⟨user-1⟩x": false, "⟨⟩": false, "⟨user⟩": false,
	} {
		assert.Equal(t, is, IsUUID(s), s)
	}
}
