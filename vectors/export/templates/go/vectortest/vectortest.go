// Package vectortest makes the vectors subtests of the testing package.
package vectortest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"
	"testing"

	vectors "p2pconform.dev/vectors"
)

// Operation returns what it accepts, as JSON can say it, and an error for what it rejects.
type Operation func(given map[string]any, input any) (any, error)

// Codec holds the operations of one structure by the names that the vectors use.
type Codec map[string]Operation

// Options chooses the vectors. The zero value tests level must in the literal dialect.
type Options struct {
	Level   string
	Dialect string
	// Reopen reads answers whose bytes are not unique.
	Reopen Codec
}

var levels = map[string]int{"must": 0, "": 0, "should": 1, "may": 2}

// Run makes a subtest of each vector. What is not asked is a skipped subtest that says why.
func Run(t *testing.T, set vectors.Set, codec Codec, options Options) {
	t.Helper()
	if known := operations(set); !codec.hasOne(known) {
		t.Fatalf("the codec has none of the operations of %s: %s", set.Structure, strings.Join(known, ", "))
	}
	for _, vector := range set.Vectors {
		t.Run(vector.ID, func(t *testing.T) {
			if why := leftOut(set, vector, options); why != "" {
				t.Skip(why)
			}
			operation, found := codec[vector.Op]
			if !found {
				t.Skipf("there is no operation %q", vector.Op)
			}
			check(t, set, vector, operation, options.Reopen[vector.Op])
		})
	}
}

// operations lists what the vectors ask for, in their order.
func operations(set vectors.Set) []string {
	var known []string
	seen := map[string]bool{}
	for _, vector := range set.Vectors {
		if !seen[vector.Op] {
			seen[vector.Op] = true
			known = append(known, vector.Op)
		}
	}
	return known
}

func (codec Codec) hasOne(known []string) bool {
	for _, op := range known {
		if codec[op] != nil {
			return true
		}
	}
	return false
}

func leftOut(set vectors.Set, vector vectors.Vector, options Options) string {
	dialect := options.Dialect
	if dialect == "" && len(set.Dialects) > 0 {
		dialect = set.Dialects[0]
	}
	switch {
	case levels[vector.Level] > levels[options.Level]:
		return "its level is " + vector.Level
	case vector.Dialect != "" && vector.Dialect != dialect:
		return "it belongs to the dialect " + vector.Dialect
	}
	return ""
}

func check(t *testing.T, set vectors.Set, vector vectors.Vector, operation, reopen Operation) {
	t.Helper()
	if vector.Expect.Reject == "" {
		accepts(t, vector, operation, reopen, "")
		return
	}
	// A rejection counts only if the same operation accepts the nearest valid input.
	twin, found := set.ByID(vector.Twin)
	if !found {
		t.Fatalf("%s has no twin, so that its rejection proves nothing", vector.ID)
	}
	accepts(t, twin, operation, reopen, "its twin "+twin.ID+" failed, so that a rejection proves nothing:\n")
	answer, err := operation(vector.Given, vector.Input)
	if err == nil {
		t.Fatalf("expected: rejected (%s)\nreceived: %s\n%s", vector.Expect.Reject, text(answer), about(vector))
	}
}

func accepts(t *testing.T, vector vectors.Vector, operation, reopen Operation, before string) {
	t.Helper()
	answer, err := operation(vector.Given, vector.Input)
	if err == nil && vector.Expect.By == "reopening" {
		if reopen == nil {
			t.Skipf("many answers to %s are right: give Options.Reopen an operation to read them", vector.Op)
		}
		answer, err = reopen(vector.Given, answer)
	}
	expected := vector.Expect.Accept
	if err != nil {
		t.Fatalf("%sexpected: %s\nreceived: rejected (%v)\n%s", before, text(expected), err, about(vector))
	}
	received, err := plain(answer)
	if err != nil {
		t.Fatalf("%sthe answer is not JSON: %v\n%s", before, err, about(vector))
	}
	if !reflect.DeepEqual(received, expected) {
		place := difference(expected, received, "")
		t.Fatalf("%sexpected: %s\nreceived: %s\n%s%s", before, text(expected), text(received), place, about(vector))
	}
}

// plain is the answer as JSON reads it back, so that a struct equals the object that it stands for.
func plain(answer any) (any, error) {
	text, err := json.Marshal(answer)
	if err != nil {
		return nil, err
	}
	var value any
	err = json.Unmarshal(text, &value)
	return value, err
}

func text(value any) string {
	var written strings.Builder
	encoder := json.NewEncoder(&written)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return fmt.Sprintf("%v", value)
	}
	return strings.TrimSpace(written.String())
}

// difference is the first place where two answers differ, as a JSON pointer.
func difference(expected, received any, at string) string {
	left, isObject := expected.(map[string]any)
	right, isToo := received.(map[string]any)
	if isObject && isToo {
		for _, key := range keys(left, right) {
			one, inLeft := left[key]
			other, inRight := right[key]
			switch place := at + "/" + key; {
			case !inLeft:
				return fmt.Sprintf("differs at %s: expected nothing, received %s\n", place, text(other))
			case !inRight:
				return fmt.Sprintf("differs at %s: expected %s, received nothing\n", place, text(one))
			case !reflect.DeepEqual(one, other):
				return difference(one, other, place)
			}
		}
	}
	lefts, isList := expected.([]any)
	rights, isToo := received.([]any)
	if isList && isToo {
		for index := 0; index < min(len(lefts), len(rights)); index++ {
			if !reflect.DeepEqual(lefts[index], rights[index]) {
				return difference(lefts[index], rights[index], fmt.Sprintf("%s/%d", at, index))
			}
		}
	}
	if at == "" {
		return ""
	}
	return fmt.Sprintf("differs at %s: expected %s, received %s\n", at, text(expected), text(received))
}

func keys(objects ...map[string]any) []string {
	all := map[string]bool{}
	for _, object := range objects {
		for key := range object {
			all[key] = true
		}
	}
	sorted := make([]string, 0, len(all))
	for key := range all {
		sorted = append(sorted, key)
	}
	sort.Strings(sorted)
	return sorted
}

func about(vector vectors.Vector) string {
	lines := make([]string, 0, len(vector.Clauses)+1)
	for _, clause := range vector.Clauses {
		lines = append(lines, fmt.Sprintf("%s (%s): %s", clause.ID, clause.Level, clause.Text))
	}
	return strings.Join(append(lines, "why it matters: "+vector.Why), "\n")
}
