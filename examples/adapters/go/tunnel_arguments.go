package main

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// The arguments of the tunnel commands: ports to expose, mappings, and the relay mode.

const maxPort = 65535

var isPort = regexp.MustCompile(`^[1-9][0-9]{0,4}$`).MatchString

// portOf accepts plain digits: no sign, no blank, no leading zero, and no port 0.
func portOf(written string) int {
	port, err := strconv.Atoi(written)
	if !isPort(written) || err != nil || port > maxPort {
		refuse("%q is no port", written)
	}
	return port
}

func portAndProto(written string) (int, string) {
	port, proto, found := strings.Cut(written, "/")
	if !found {
		proto = "tcp"
	}
	checkProto(proto)
	return portOf(port), proto
}

func checkProto(proto string) {
	if proto != "tcp" && proto != "udp" {
		refuse("%q is no protocol", proto)
	}
}

func suffixOf(proto string) string {
	checkProto(proto)
	return map[string]string{"udp": "/udp"}[proto]
}

// all reads the arguments of a command: at least one, without duplicate names.
func all(input any, read func(string) (object, string)) any {
	listed, names := []object{}, map[string]bool{}
	for _, argument := range items(input) {
		value, name := read(text(argument))
		if names[name] {
			refuse("%s twice", name)
		}
		names[name] = true
		listed = append(listed, value)
	}
	if len(listed) == 0 {
		refuse("none at all")
	}
	return listed
}

func decodeSpecs(_ object, input any) any {
	return all(input, func(written string) (object, string) {
		port, proto := portAndProto(written)
		return object{"port": port, "proto": proto}, fmt.Sprint(port, proto)
	})
}

func encodeSpec(_ object, input any) any {
	spec := members(input)
	return strconv.FormatInt(number(spec["port"], 0, maxPort), 10) + suffixOf(text(spec["proto"]))
}

func decodeMappings(_ object, input any) any {
	return all(input, func(written string) (object, string) {
		localText, rest, found := strings.Cut(written, ":")
		if !found {
			refuse("no colon")
		}
		var local any = "stdio"
		if localText != "-" {
			local = portOf(localText)
		}
		remote, proto := portAndProto(rest)
		if local == "stdio" && proto == "udp" {
			refuse("stdio is tcp only")
		}
		return object{"local": local, "remote": remote, "proto": proto}, fmt.Sprint(local, proto)
	})
}

func encodeMapping(_ object, input any) any {
	mapping := members(input)
	local := "-"
	if mapping["local"] != "stdio" {
		local = strconv.FormatInt(number(mapping["local"], 0, maxPort), 10)
	}
	return fmt.Sprintf("%s:%d%s", local, number(mapping["remote"], 0, maxPort), suffixOf(text(mapping["proto"])))
}

// relayMode reads one of two words, or the URL of a relay in its usual spelling.
func relayMode(_ object, input any) any {
	written := text(input)
	if written == "default" || written == "disabled" {
		return object{"kind": written}
	}
	relay, err := url.Parse(written)
	if err != nil || relay.Hostname() == "" || (relay.Scheme != "http" && relay.Scheme != "https") {
		refuse("neither a mode nor an http(s) URL")
	}
	if relay.Port() == map[string]string{"http": "80", "https": "443"}[relay.Scheme] {
		relay.Host = strings.TrimSuffix(relay.Host, ":"+relay.Port())
	}
	relay.Host = strings.ToLower(relay.Host)
	if relay.Path == "" {
		relay.Path = "/"
	}
	return object{"kind": "url", "url": relay.String()}
}
