// Package vectortest makes the vectors subtests of the testing package.
package vectortest

import (
	"encoding/json"
	"fmt"
	"reflect"
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
		accepts(t, vector, operation, reopen)
		return
	}
	// A rejection counts only if the same operation accepts the nearest valid input.
	twin, found := set.ByID(vector.Twin)
	if !found {
		t.Fatalf("%s has no twin, so that its rejection proves nothing", vector.ID)
	}
	accepts(t, twin, operation, reopen)
	answer, err := operation(vector.Given, vector.Input)
	if err == nil {
		t.Fatalf("expected: rejected (%s)\nreceived: %v\n%s", vector.Expect.Reject, answer, about(vector))
	}
}

func accepts(t *testing.T, vector vectors.Vector, operation, reopen Operation) {
	t.Helper()
	answer, err := operation(vector.Given, vector.Input)
	if err == nil && vector.Expect.By == "reopening" {
		if reopen == nil {
			t.Skipf("many answers to %s are right: give Options.Reopen an operation to read them", vector.Op)
		}
		answer, err = reopen(vector.Given, answer)
	}
	if err != nil {
		t.Fatalf("%s: expected: %v\nreceived: rejected (%v)\n%s", vector.ID, vector.Expect.Accept, err, about(vector))
	}
	received, err := plain(answer)
	if err != nil {
		t.Fatalf("%s: the answer is not JSON: %v", vector.ID, err)
	}
	if !reflect.DeepEqual(received, vector.Expect.Accept) {
		t.Fatalf("%s: expected: %v\nreceived: %v\n%s", vector.ID, vector.Expect.Accept, received, about(vector))
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

func about(vector vectors.Vector) string {
	lines := make([]string, 0, len(vector.Clauses)+1)
	for _, clause := range vector.Clauses {
		lines = append(lines, fmt.Sprintf("%s (%s): %s", clause.ID, clause.Level, clause.Text))
	}
	return strings.Join(append(lines, "why it matters: "+vector.Why), "\n")
}
