package main

import (
	"sort"
	"strconv"
)

// Openhost wire format, section 3.3: the TXT records of an answer, put together and taken apart, and which answers stay
// in a packet of limited size.

const (
	fragmentVersion = 1
	mostOctets      = 1000
)

// The specification says 180; deployed peers use up to 500.
func fragmentCap(given object) int {
	if isDeployed(given) {
		return 500
	}
	return 180
}

type fragment struct {
	index, total int
	payload      []byte
}

func encodeFragment(given object, input any) any {
	wanted := members(input)
	total := number(wanted["chunk_total"], 1, 255)
	index := number(wanted["chunk_idx"], 0, total-1)
	return hexOf(fragment{int(index), int(total), octets(wanted["payload"])}.write(given))
}

func decodeFragment(given object, input any) any {
	read := readFragment(given, octets(input))
	return object{"chunk_idx": read.index, "chunk_total": read.total, "payload": hexOf(read.payload)}
}

func (f fragment) write(given object) []byte {
	f.checkLength(given)
	head := []byte{fragmentVersion, byte(f.index), byte(f.total)}
	return joined(head, u16(len(f.payload)), f.payload)
}

func readFragment(given object, envelope []byte) fragment {
	r := &reader{octets: envelope}
	version := r.u8()
	read := fragment{index: r.u8(), total: r.u8()}
	read.payload = r.take(r.u16())
	switch {
	case version != fragmentVersion:
		refuse("version %d", version)
	case read.index >= read.total:
		refuse("fragment %d of %d", read.index, read.total)
	case r.rest() > 0:
		refuse("%d bytes behind the payload", r.rest())
	}
	read.checkLength(given)
	return read
}

func (f fragment) checkLength(given object) {
	if len(f.payload) == 0 || len(f.payload) > fragmentCap(given) {
		refuse("a payload of %d bytes", len(f.payload))
	}
}

// reassemble gives nil while there is no fragment zero: no answer has been queued yet. What zero does not announce is
// never fetched.
func reassemble(given object, input any) any {
	records := items(input)
	first, found := fetch(given, records, 0)
	if !found {
		return nil
	}
	sealed := first.payload
	for index := 1; index < first.total; index++ {
		next, found := fetch(given, records, index)
		if !found || next.total != first.total {
			refuse("fragment %d is missing, or counts otherwise", index)
		}
		sealed = joined(sealed, next.payload)
	}
	return hexOf(sealed)
}

func fetch(given object, records []any, index int) (fragment, bool) {
	var envelopes [][]byte
	for _, record := range records {
		if members(record)["suffix"] == strconv.Itoa(index) {
			envelopes = append(envelopes, octets(members(record)["envelope"]))
		}
	}
	if len(envelopes) == 0 {
		return fragment{}, false
	}
	read := readFragment(given, envelopes[0])
	if len(envelopes) > 1 || read.index != index {
		refuse("fragment %d twice, or one that says it is another", index)
	}
	return read, true
}

// splitAnswer makes as few fragments as possible.
func splitAnswer(given object, input any) any {
	sealed, size := octets(input), fragmentCap(given)
	total := (len(sealed) + size - 1) / size
	if total < 1 || total > 255 {
		refuse("%d fragments", total)
	}
	envelopes := []string{}
	for index := range total {
		part := sealed[index*size : min(len(sealed), (index+1)*size)]
		envelopes = append(envelopes, hexOf(fragment{index, total, part}.write(given)))
	}
	return envelopes
}

// evict removes the oldest first; of two from the same second, the one queued earlier. The rest keeps its order.
func evict(given object, input any) any {
	answers := items(input)
	total := number(given["record_octets"], 0, maxExact)
	if total > mostOctets {
		refuse("the record alone is too long")
	}
	byAge := make([]int, len(answers))
	for place, answer := range answers {
		byAge[place] = place
		total += number(members(answer)["octets"], 0, maxExact)
	}
	created := func(place int) int64 { return number(members(answers[place])["created_at"], -maxExact, maxExact) }
	sort.SliceStable(byAge, func(a, b int) bool { return created(byAge[a]) < created(byAge[b]) })
	gone := map[int]bool{}
	for _, place := range byAge {
		if total <= mostOctets {
			break
		}
		gone[place] = true
		total -= number(members(answers[place])["octets"], 0, maxExact)
	}
	kept := []any{}
	for place, answer := range answers {
		if !gone[place] {
			kept = append(kept, members(answer)["client"])
		}
	}
	return kept
}
