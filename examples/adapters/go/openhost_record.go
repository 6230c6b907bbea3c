package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"unicode/utf8"
)

// Openhost wire format, section 2: the record of a host.

const (
	recordPrefix = "\x01openhost1"
	freshSeconds = 7200
)

func writeRecord(record object) []byte {
	version := byte(number(record["version"], 2, 3))
	roles, disc := text(record["roles"]), text(record["disc"])
	checkTexts(roles, disc)
	octets := append([]byte(recordPrefix), version)
	octets = binary.BigEndian.AppendUint64(octets, decimal(record["ts"]))
	octets = append(octets, exactly(32, record["dtls_fp"])...)
	octets = append(append(octets, byte(len(roles))), roles...)
	octets = append(octets, exactly(32, record["salt"])...)
	octets = append(append(octets, u16(len(disc))...), disc...)
	ip, hasRelay := record["turn_ip"]
	if hasRelay != (version == 3) {
		refuse("version %d and its relay", version)
	}
	if hasRelay {
		address, port := exactly(4, ip), int(number(record["turn_port"], 0, 0xffff))
		checkRelay(address, port)
		octets = append(append(octets, address...), u16(port)...)
	}
	return octets
}

func readRecord(r *reader) object {
	if string(r.take(len(recordPrefix))) != recordPrefix {
		refuse("no record of this encoding")
	}
	version := r.u8()
	if version != 2 && version != 3 {
		refuse("version %d", version)
	}
	record := object{"version": version, "ts": decimalText(r.u64()), "dtls_fp": hexOf(r.take(32))}
	roles := string(r.take(r.u8()))
	record["salt"] = hexOf(r.take(32))
	disc := string(r.take(r.u16()))
	checkTexts(roles, disc)
	record["roles"], record["disc"] = roles, disc
	if version == 3 {
		ip, port := r.take(4), r.u16()
		checkRelay(ip, port)
		record["turn_ip"], record["turn_port"] = hexOf(ip), port
	}
	return record
}

func signRecord(given object, input any) any {
	return sealedRecord(exactly(32, given["seed"]), members(input))
}

func sealedRecord(seed []byte, record object) string {
	octets := writeRecord(record)
	signature := ed25519.Sign(ed25519.NewKeyFromSeed(seed), octets)
	return base64.RawURLEncoding.EncodeToString(joined(signature, octets))
}

// verifyRecord checks the signature before it uses a record, and rejects a record that is not fresh.
func verifyRecord(given object, input any) any {
	return freshRecord(given, text(input))
}

func freshRecord(given object, value string) object {
	both, err := fromBase64url(value)
	if err != nil || len(both) < ed25519.SignatureSize {
		refuse("no signature and record")
	}
	signature, octets := both[:ed25519.SignatureSize], both[ed25519.SignatureSize:]
	if !verifies(exactly(32, given["public_key"]), octets, signature) {
		refuse("not signed by that key")
	}
	record := readWhole(readRecord, octets)
	now, ts := decimal(given["now"]), decimal(record["ts"])
	if max(now, ts)-min(now, ts) > freshSeconds {
		refuse("not fresh")
	}
	return record
}

func checkTexts(roles, disc string) {
	if len(roles) < 1 || len(roles) > 255 || len(disc) > 256 {
		refuse("roles of %d bytes, disc of %d", len(roles), len(disc))
	}
	if !utf8.ValidString(roles) || !utf8.ValidString(disc) {
		refuse("not UTF-8")
	}
}

func checkRelay(ip []byte, port int) {
	if ip[0] == 127 || string(ip) == "\x00\x00\x00\x00" || port == 0 {
		refuse("not a relay that can be reached")
	}
}
