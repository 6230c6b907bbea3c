package main

import "encoding/binary"

// The part of RFC 1035 that a Pkarr packet needs: TXT records among the answers of a message.

const (
	typeTXT   = 16
	classIN   = 1
	maxString = 255
	maxLabel  = 63
	maxName   = 255
	pointer   = 0xc0
)

type txt struct {
	labels []string
	ttl    int
	value  string
}

// writeTXT writes a message with one record. A string has at most 255 bytes; a longer value takes several.
func writeTXT(record txt) []byte {
	message := joined(u16(0), u16(0x8000), u16(0), u16(1), u16(0), u16(0))
	for _, label := range record.labels {
		message = append(append(message, byte(len(label))), label...)
	}
	var data []byte
	for rest := record.value; rest != ""; {
		size := min(maxString, len(rest))
		data = append(append(data, byte(size)), rest[:size]...)
		rest = rest[size:]
	}
	message = joined(message, []byte{0}, u16(typeTXT), u16(classIN))
	message = binary.BigEndian.AppendUint32(message, uint32(record.ttl))
	return joined(message, u16(len(data)), data)
}

// readTXTs returns each TXT record among the answers. Openhost does not restrict the class.
func readTXTs(message []byte) []txt {
	r := &reader{octets: message}
	r.take(4)
	questions, answers := r.u16(), r.u16()
	r.take(4)
	for range questions {
		readName(r)
		r.take(4)
	}
	var found []txt
	for range answers {
		record := txt{labels: readName(r)}
		kind := r.u16()
		r.take(2)
		record.ttl = r.u32()
		data := r.take(r.u16())
		if kind == typeTXT {
			record.value = characterStrings(data)
			found = append(found, record)
		}
	}
	return found
}

// readName follows pointers. Each must go back to before the name, so a chain of pointers ends.
func readName(r *reader) (labels []string) {
	name, size := r, 1
	for earliest := r.at; ; {
		switch length := name.u8(); {
		case length == 0:
			return labels
		case length <= maxLabel:
			labels = append(labels, string(name.take(length)))
			if size += 1 + length; size > maxName {
				refuse("a name of more than %d bytes", maxName)
			}
		case length < pointer:
			refuse("a label of an unknown kind")
		default:
			target := (length-pointer)<<8 | name.u8()
			if target >= earliest {
				refuse("a name points forward")
			}
			earliest = target
			name = &reader{r.octets, target}
		}
	}
}

// characterStrings joins the character strings of a TXT record.
func characterStrings(data []byte) string {
	r := &reader{octets: data}
	var value []byte
	for r.rest() > 0 {
		value = append(value, r.take(r.u8())...)
	}
	return string(value)
}
