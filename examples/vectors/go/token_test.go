// The Punch token of the Go adapter, held against the vectors by subtests.
package main

import (
	"testing"

	vectors "example.org/p2p-conform/vectors"
	"example.org/p2p-conform/vectors/vectortest"
)

func TestPunchToken(t *testing.T) {
	codec := vectortest.Codec{}
	for op, run := range structures["punch/token"] {
		codec[op] = vectortest.Operation(run)
	}
	vectortest.Run(t, vectors.PunchToken(), codec, vectortest.Options{})
}

func TestEveryVectorHasItsClause(t *testing.T) {
	set := vectors.OpenhostFrame()
	if len(set.Vectors) == 0 || set.Spec.SHA256 == "" {
		t.Fatal("the set is empty")
	}
	for _, vector := range set.Vectors {
		if len(vector.Clauses) == 0 || vector.Level == "" {
			t.Errorf("%s has no clause", vector.ID)
		}
	}
}
