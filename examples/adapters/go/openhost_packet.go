package main

import (
	"crypto/ed25519"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
)

// Openhost wire format, section 2: the packet of a host at a Pkarr relay: signature, seq, DNS message.

const (
	hostLabel  = "_openhost"
	hostTTL    = 300
	maxMessage = 1000
	micros     = 1_000_000
)

func decimalText(value uint64) string { return strconv.FormatUint(value, 10) }

// covered is what the signature covers: BEP 44 without a salt.
func covered(seq uint64, message []byte) []byte {
	return append(fmt.Appendf(nil, "3:seqi%de1:v%d:", seq, len(message)), message...)
}

func signablePacket(given object, input any) any {
	return hexOf(covered(decimal(given["seq"]), octets(input)))
}

func publish(given object, input any) any {
	seed, record := exactly(32, given["seed"]), members(members(input)["record"])
	own := []string{hostLabel, zbase32(publicOf(seed))}
	message := writeTXT(txt{own, hostTTL, sealedRecord(seed, record)})
	if len(message) > maxMessage {
		refuse("a message of %d bytes", len(message))
	}
	seq := decimal(record["ts"])
	if isDeployed(given) {
		seq *= micros
	}
	signature := ed25519.Sign(ed25519.NewKeyFromSeed(seed), covered(seq, message))
	return hexOf(joined(signature, binary.BigEndian.AppendUint64(nil, seq), message))
}

// resolve checks the signature of the packet, the single record of the host, and the signature of the record.
func resolve(given object, input any) any {
	packet, key := octets(input), exactly(32, given["public_key"])
	r := &reader{octets: packet}
	signature, seq := r.take(ed25519.SignatureSize), r.u64()
	message := r.take(r.rest())
	if len(message) > maxMessage {
		refuse("a message of %d bytes", len(message))
	}
	if !verifies(key, covered(seq, message), signature) {
		refuse("not signed by that key")
	}
	own := []string{hostLabel, zbase32(key)}
	var found []txt
	for _, one := range readTXTs(message) {
		if slices.Equal(one.labels, own) {
			found = append(found, one)
		}
	}
	if len(found) != 1 {
		refuse("%d records of the host", len(found))
	}
	record := freshRecord(given, found[0].value)
	checkSeq(given, seq, decimal(record["ts"]))
	return object{"seq": decimalText(seq), "ttl": found[0].ttl, "record": record}
}

// The specification uses the seconds of the record; deployed peers use microseconds, a second off at most.
func checkSeq(given object, seq, ts uint64) {
	drift := uint64(0)
	if isDeployed(given) {
		seq, drift = seq/micros, 1
	}
	if max(seq, ts)-min(seq, ts) > drift {
		refuse("seq and the record are of different times")
	}
}
