// Package vectors holds test vectors as typed records. Bytes are lower-case hex, as in the files.
package vectors

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed data
var data embed.FS

// Clause is one clause of a specification, paraphrased.
type Clause struct {
	ID      string `json:"id"`
	Level   string `json:"level"`
	Section string `json:"section"`
	Text    string `json:"text"`
}

// Finding is what the specification leaves wrong or open, and how the vector decides it.
type Finding struct {
	ID     string `json:"id"`
	Title  string `json:"title"`
	Stance string `json:"stance"`
}

// Expect holds either what an operation returns or our code for its rejection.
type Expect struct {
	Accept any    `json:"accept"`
	Reject string `json:"reject"`
	// By is "reopening" where the bytes are not unique: Accept is what a decoder finds in them.
	By string `json:"by"`
}

// Vector is one input and what must come of it.
type Vector struct {
	ID           string         `json:"id"`
	Title        string         `json:"title"`
	Op           string         `json:"op"`
	Given        map[string]any `json:"given"`
	Input        any            `json:"input"`
	Expect       Expect         `json:"expect"`
	Level        string         `json:"level"`
	Requirements []string       `json:"requirements"`
	Clauses      []Clause       `json:"clauses"`
	Findings     []Finding      `json:"findings"`
	Why          string         `json:"why"`
	Tags         []string       `json:"tags"`
	Twin         string         `json:"twin"`
	Dialect      string         `json:"dialect"`
	Source       string         `json:"source"`
}

// Spec is the version of the specification that the vectors belong to.
type Spec struct {
	Title   string `json:"title"`
	Version string `json:"version"`
	SHA256  string `json:"sha256"`
}

// Set holds all vectors of one structure.
type Set struct {
	Structure string   `json:"structure"`
	Protocol  string   `json:"protocol"`
	Version   string   `json:"version"`
	Spec      Spec     `json:"spec"`
	Sections  []string `json:"sections"`
	Dialects  []string `json:"dialects"`
	Vectors   []Vector `json:"vectors"`
}

// ByID finds a vector, for example the twin of another.
func (set Set) ByID(id string) (Vector, bool) {
	for _, vector := range set.Vectors {
		if vector.ID == id {
			return vector, true
		}
	}
	return Vector{}, false
}

func load(structure string) Set {
	text, err := data.ReadFile("data/" + structure + ".json")
	if err != nil {
		panic(fmt.Sprintf("vectors: %v", err))
	}
	var set Set
	if err := json.Unmarshal(text, &set); err != nil {
		panic(fmt.Sprintf("vectors: %s: %v", structure, err))
	}
	return set
}
