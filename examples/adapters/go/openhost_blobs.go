package main

import (
	"slices"
	"strings"
)

// Openhost wire format, section 3.3: the blobs of offers and answers, which the other side converts to an SDP.

const (
	blobVersion    = 1
	certFp         = 1 << 2
	mostCandidates = 8
)

var (
	// A passive client would swap the DTLS roles; 3 is reserved.
	offerSetups    = []string{"active", "", "actpass", ""}
	answerSetups   = []string{"active", "passive"}
	bindingModes   = []string{"exporter", "cert_fp"}
	candidateTypes = []string{"host", "srflx", "prflx", "relay"}
)

// code returns the number of a name.
func code(names []string, name any) byte {
	found := slices.Index(names, text(name))
	if found < 0 || name == "" {
		refuse("%q is none of %q", name, names)
	}
	return byte(found)
}

func writeOfferBlob(blob object) []byte {
	flags := code(offerSetups, blob["setup"]) | certFp*code(bindingModes, blob["binding_mode"])
	return joined([]byte{blobVersion, flags}, credentials(blob), exactly(32, blob["client_dtls_fp"]), candidates(blob))
}

func readOfferBlob(r *reader) object {
	flags := blobFlags(r)
	setup := offerSetups[flags&3]
	if setup == "" || flags>>3 != 0 {
		refuse("flags 0x%02x", flags)
	}
	blob := object{"setup": setup, "binding_mode": bindingModes[flags&certFp/certFp]}
	readCredentials(r, blob)
	blob["client_dtls_fp"] = hexOf(r.take(32))
	readCandidates(r, blob)
	return blob
}

func writeAnswerBlob(blob object) []byte {
	return joined([]byte{blobVersion, code(answerSetups, blob["setup"])}, credentials(blob), candidates(blob))
}

func readAnswerBlob(r *reader) object {
	flags := blobFlags(r)
	if flags >= len(answerSetups) {
		refuse("flags 0x%02x", flags)
	}
	blob := object{"setup": answerSetups[flags]}
	readCredentials(r, blob)
	readCandidates(r, blob)
	return blob
}

func blobFlags(r *reader) int {
	if version := r.u8(); version != blobVersion {
		refuse("version %d", version)
	}
	return r.u8()
}

func credentials(blob object) []byte {
	ufrag, pwd := text(blob["ufrag"]), text(blob["pwd"])
	checkCredentials(ufrag, pwd)
	return joined([]byte{byte(len(ufrag))}, []byte(ufrag), []byte{byte(len(pwd))}, []byte(pwd))
}

func readCredentials(r *reader, blob object) {
	ufrag := string(r.take(r.u8()))
	pwd := string(r.take(r.u8()))
	checkCredentials(ufrag, pwd)
	blob["ufrag"], blob["pwd"] = ufrag, pwd
}

// Each becomes a part of an SDP line, so a line break in it would add lines.
func checkCredentials(ufrag, pwd string) {
	if len(ufrag) < 4 || len(ufrag) > 32 || len(pwd) < 22 || len(pwd) > 32 {
		refuse("a ufrag of %d, a pwd of %d characters", len(ufrag), len(pwd))
	}
	if strings.ContainsFunc(ufrag+pwd, func(c rune) bool { return c >= 0x80 || c == '\r' || c == '\n' }) {
		refuse("not one line of ASCII")
	}
}

func candidates(blob object) []byte {
	listed := items(blob["candidates"])
	if len(listed) > mostCandidates {
		refuse("%d candidates", len(listed))
	}
	written := []byte{byte(len(listed))}
	for _, one := range listed {
		address := octets(members(one)["addr"])
		family := map[int]byte{4: 4, 16: 6}[len(address)]
		if family == 0 {
			refuse("an address of %d bytes", len(address))
		}
		written = append(written, code(candidateTypes, members(one)["typ"]), family)
		written = joined(written, address, u16(int(number(members(one)["port"], 0, 0xffff))))
	}
	return written
}

func readCandidates(r *reader, blob object) {
	count := r.u8()
	if count > mostCandidates {
		refuse("%d candidates", count)
	}
	read := []object{}
	for range count {
		typ, family := r.u8(), r.u8()
		size := map[int]int{4: 4, 6: 16}[family]
		if typ >= len(candidateTypes) || size == 0 {
			refuse("a candidate of type %d and family %d", typ, family)
		}
		address := hexOf(r.take(size))
		read = append(read, object{"typ": candidateTypes[typ], "addr": address, "port": r.u16()})
	}
	blob["candidates"] = read
}
