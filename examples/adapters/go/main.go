// A conform adapter: JSON Lines on standard input and output. Replace the codecs in punch_token.go and
// openhost_frame.go and list their operations in structures. Standard error is free for your output.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"sort"
)

// An operation returns the result, or an error that is a Refused to reject the input.
type operation func(given map[string]any, input any) (any, error)

// Refused says that the specification forbids the input. The text is for people; conform never matches it.
type Refused string

func (r Refused) Error() string { return string(r) }

var structures = map[string]map[string]operation{
	"openhost/frame": {"decode": decodeFrame, "encode": encodeFrame, "stream": streamFrames},
	"punch/token":    {"decode": decodeToken, "encode": encodeToken, "sign": sign, "verify": verify},
}

type request struct {
	ID        int             `json:"id"`
	Hello     json.RawMessage `json:"hello"`
	Structure string          `json:"structure"`
	Op        string          `json:"op"`
	Given     map[string]any  `json:"given"`
	Input     any             `json:"input"`
}

func hello() map[string]any {
	offered := map[string][]string{}
	for name, operations := range structures {
		for op := range operations {
			offered[name] = append(offered[name], op)
		}
		sort.Strings(offered[name])
	}
	about := map[string]any{"name": "conform-go-example", "version": "1.0.0", "structures": offered}
	return map[string]any{"conform": 1, "hello": about}
}

func answer(r request) map[string]any {
	run, known := structures[r.Structure][r.Op]
	if !known {
		return map[string]any{"id": r.ID, "unsupported": r.Structure + " " + r.Op}
	}
	accepted, err := run(r.Given, r.Input)
	var refused Refused
	switch {
	case errors.As(err, &refused):
		return map[string]any{"id": r.ID, "reject": refused.Error()}
	case err != nil: // a defect of this program is not a rejection
		return map[string]any{"id": r.ID, "error": err.Error()}
	}
	return map[string]any{"id": r.ID, "accept": accepted}
}

func main() {
	requests := json.NewDecoder(bufio.NewReader(os.Stdin))
	answers := json.NewEncoder(os.Stdout)
	for {
		var r request
		if err := requests.Decode(&r); err != nil {
			return
		}
		reply := hello()
		if r.Hello == nil {
			reply = answer(r)
		}
		if err := answers.Encode(reply); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
