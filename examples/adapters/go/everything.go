package main

import "fmt"

// The structures besides the two of main.go: together, all structures except SDP.
func init() {
	for name, operations := range map[string]map[string]reading{
		"openhost/answer":      bodyOperations(writeAnswer, readAnswer, checkAnswer),
		"openhost/answer-blob": {"decode": decodeWith(readAnswerBlob), "encode": encodeWith(writeAnswerBlob)},
		"openhost/binding": {
			"auth-bytes": authBytes, "nonce": authNonce, "sign-client": signClient, "sign-host": signHost,
			"verify-client": verifyClient, "verify-host": verifyHost,
		},
		"openhost/compression": {"unwrap": unwrap, "wrap": wrap},
		"openhost/eviction":    {"evict": evict},
		"openhost/fragment":    {"decode": decodeFragment, "encode": encodeFragment},
		"openhost/identity": {
			"public-key": publicKey, "encode-key": encodeKey, "decode-key": decodeKey,
			"encode-url": encodeURL, "decode-url": decodeURL,
		},
		"openhost/label": {
			"offer-name": offerName, "allowlist-hash": allowlistHash, "answer-name": answerName,
			"turn-password": turnPassword,
		},
		"openhost/offer":      bodyOperations(writeOffer, readOffer, checkOffer),
		"openhost/offer-blob": {"decode": decodeWith(readOfferBlob), "encode": encodeWith(writeOfferBlob)},
		"openhost/packet":     {"signable": signablePacket, "publish": publish, "resolve": resolve},
		"openhost/reassembly": {"reassemble": reassemble, "split": splitAnswer},
		"openhost/record": {
			"decode": decodeWith(readRecord), "encode": encodeWith(writeRecord),
			"sign": signRecord, "verify": verifyRecord,
		},
		"openhost/sealed-box": {
			"public-key": boxPublicKey, "secret-key": boxSecretKey, "seal": seal, "open": open,
		},
		"tunnel/allow-list":    {"decode": allowList},
		"tunnel/flow":          {"next": nextFlow},
		"tunnel/key-file":      {"decode": keyFile, "public": keyFilePublic},
		"tunnel/mapping":       {"decode": decodeMappings, "encode": encodeMapping},
		"tunnel/packet-back":   header("payload", "flow"),
		"tunnel/packet-out":    header("payload", "flow", "port"),
		"tunnel/port-spec":     {"decode": decodeSpecs, "encode": encodeSpec},
		"tunnel/public-key":    {"decode": tunnelKey},
		"tunnel/relay-mode":    {"decode": relayMode},
		"tunnel/stream-header": header("rest", "port"),
	} {
		structures[name] = map[string]operation{}
		for op, read := range operations {
			structures[name][op] = caught(read)
		}
	}
}

// A reading returns the result, or calls refuse to reject the input.
type reading func(given object, input any) any

// refuse ends the reading at any depth, by a panic that never leaves the package, as in package json.
func refuse(format string, values ...any) {
	panic(Refused(fmt.Sprintf(format, values...)))
}

func caught(read reading) operation {
	return func(given map[string]any, input any) (accepted any, err error) {
		defer func() {
			switch found := recover().(type) {
			case nil:
			case Refused:
				err = found
			default: // a defect of this program is not a rejection
				err = fmt.Errorf("%v", found)
			}
		}()
		return read(given, input), nil
	}
}
