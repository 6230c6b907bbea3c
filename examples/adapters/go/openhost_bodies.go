package main

import "unicode/utf8"

// Openhost wire format, section 3.3: the plaintexts of offers and answers.

const (
	offerSeparator  = "openhost-offer-inner"
	answerSeparator = "openhost-answer-inner"
	maxBlob         = 512
)

// bodyOperations has the operations for a bare body, for one with its compression tag, and for its receiver.
func bodyOperations(write func(object) []byte, read func(*reader) object, check func(given, body object)) map[string]reading {
	unwrapped := func(given object, input any) object { return readWhole(read, bodyOf(given, octets(input))) }
	return map[string]reading{
		"encode": encodeWith(write),
		"decode": decodeWith(read),
		"wrap":   func(_ object, input any) any { return hexOf(compressed(write(members(input)))) },
		"unwrap": func(given object, input any) any { return unwrapped(given, input) },
		"receive": func(given object, input any) any {
			body := unwrapped(given, input)
			check(given, body)
			return body
		},
	}
}

// writeOffer writes version 3; 1 and 2 are only read.
func writeOffer(offer object) []byte {
	blob := writeOfferBlob(members(offer["blob"]))
	return joined([]byte(offerSeparator+"3"), exactly(32, offer["client_pk"]), u16(len(blob)), blob)
}

func readOffer(r *reader) object {
	version := bodyVersion(r, offerSeparator, 3)
	offer := object{"version": version, "client_pk": hexOf(r.take(32)), "binding_mode": bindingModes[0]}
	if version == 3 {
		blob := readBlob(r, readOfferBlob)
		offer["blob"], offer["binding_mode"] = blob, blob["binding_mode"]
		return offer
	}
	offer["sdp"] = readSDP(r)
	if version == 2 {
		mode := r.u8()
		if mode != 1 && mode != 2 {
			refuse("binding mode %d", mode)
		}
		offer["binding_mode"] = bindingModes[mode-1]
	}
	return offer
}

// checkOffer checks that the signer of the packet is the client that the offer names.
func checkOffer(given, offer object) {
	if offer["client_pk"] != given["signer"] {
		refuse("an offer of another client than the one that signed the packet")
	}
}

// writeAnswer writes version 2; 1 is only read.
func writeAnswer(answer object) []byte {
	blob := writeAnswerBlob(members(answer["blob"]))
	head := joined([]byte(answerSeparator+"2"), exactly(32, answer["daemon_pk"]), exactly(32, answer["offer_sdp_hash"]))
	return joined(head, u16(len(blob)), blob)
}

func readAnswer(r *reader) object {
	version := bodyVersion(r, answerSeparator, 2)
	answer := object{"version": version}
	answer["daemon_pk"] = hexOf(r.take(32))
	answer["offer_sdp_hash"] = hexOf(r.take(32))
	if version == 2 {
		answer["blob"] = readBlob(r, readAnswerBlob)
	} else {
		answer["sdp"] = readSDP(r)
	}
	return answer
}

// checkAnswer checks that the answer comes from the signer of the packet and belongs to this offer.
func checkAnswer(given, answer object) {
	if answer["daemon_pk"] != given["signer"] {
		refuse("an answer of another daemon than the one that signed the packet")
	}
	if answer["offer_sdp_hash"] != given["offer_sdp_hash"] {
		refuse("an answer to another offer")
	}
}

// bodyVersion reads a separator. Its last digit is the version.
func bodyVersion(r *reader, separator string, newest int) int {
	found := string(r.take(len(separator)))
	version := r.u8() - '0'
	if found != separator || version < 1 || version > newest {
		refuse("another separator")
	}
	return version
}

func readBlob(r *reader, read func(*reader) object) object {
	size := r.u16()
	if size > maxBlob {
		refuse("a blob of %d bytes", size)
	}
	return readWhole(read, r.take(size))
}

func readSDP(r *reader) string {
	sdp := string(r.take(r.u32()))
	if !utf8.ValidString(sdp) {
		refuse("an SDP that is not UTF-8")
	}
	return sdp
}
