package main

import "encoding/binary"

// The bytes of a tunnel: the head of a stream, packets in both directions, and the numbers of flows.

const flows = 1 << 16

// header has numbers of 16 bits in network order, then the rest of the message.
func header(rest string, names ...string) map[string]reading {
	return map[string]reading{
		"encode": func(_ object, input any) any {
			message := members(input)
			var octetsOf []byte
			for _, name := range names {
				octetsOf = binary.BigEndian.AppendUint16(octetsOf, uint16(number(message[name], 0, flows-1)))
			}
			return hexOf(joined(octetsOf, octets(message[rest])))
		},
		"decode": func(_ object, input any) any {
			r, message := &reader{octets: octets(input)}, object{}
			for _, name := range names {
				message[name] = r.u16()
			}
			message[rest] = hexOf(r.take(r.rest()))
			return message
		},
	}
}

// nextFlow: numbers count up, wrap around, and skip those in use.
func nextFlow(_ object, input any) any {
	next, taken := number(members(input)["next"], 0, flows-1), map[int64]bool{}
	for _, flow := range items(members(input)["taken"]) {
		taken[number(flow, 0, flows-1)] = true
	}
	for step := range int64(flows) {
		if flow := (next + step) % flows; !taken[flow] {
			return flow
		}
	}
	refuse("no flow is free")
	return nil
}
