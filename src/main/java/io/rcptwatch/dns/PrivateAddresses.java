package io.rcptwatch.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The addresses at which no public mail server can be: loopback, private, link-local, multicast,
 * documentation and the like. An MX record that leads there leads into our own network.
 */
public final class PrivateAddresses {
    private static final List<Prefix> IP4 =
            prefixes(
                    "0.0.0.0/8", // RFC 1122 §3.2.1.3: this network
                    "10.0.0.0/8", // RFC 1918
                    "100.64.0.0/10", // RFC 6598: behind a carrier's NAT
                    "127.0.0.0/8", // RFC 1122 §3.2.1.3: loopback
                    "169.254.0.0/16", // RFC 3927: link-local
                    "172.16.0.0/12", // RFC 1918
                    "192.0.0.0/24", // RFC 6890: protocol assignments
                    "192.0.2.0/24", // RFC 5737: documentation
                    "192.88.99.0/24", // RFC 7526: 6to4 relays
                    "192.168.0.0/16", // RFC 1918
                    "198.18.0.0/15", // RFC 2544: benchmarks
                    "198.51.100.0/24", // RFC 5737
                    "203.0.113.0/24", // RFC 5737
                    "224.0.0.0/4", // RFC 5771: multicast
                    "240.0.0.0/4"); // RFC 1112 §4: reserved, and the broadcast address

    /** All that IANA hands out: loopback, unique local, link-local and so on are outside. */
    private static final Prefix GLOBAL_UNICAST = Prefix.of("2000::/3"); // RFC 4291 §2.4

    private static final List<Prefix> NOT_GLOBAL =
            prefixes(
                    "2001::/23", // RFC 2928: Teredo, benchmarks, ORCHID
                    "2001:db8::/32", // RFC 3849: documentation
                    "3fff::/20"); // RFC 9637: documentation

    private static final Prefix NAT64 = Prefix.of("64:ff9b::/96"); // RFC 6052 §2.1
    private static final Prefix SIX_TO_FOUR = Prefix.of("2002::/16"); // RFC 3056 §2

    private PrivateAddresses() {}

    /** Whether the address is one of them; where an IPv4 address is embedded, that one decides. */
    public static boolean contains(InetAddress address) {
        byte[] octets = address.getAddress();
        if (address instanceof Inet4Address) {
            return any(IP4, octets);
        }
        if (NAT64.contains(octets)) {
            return any(IP4, Arrays.copyOfRange(octets, 12, 16));
        }
        if (SIX_TO_FOUR.contains(octets)) {
            return any(IP4, Arrays.copyOfRange(octets, 2, 6));
        }
        return !GLOBAL_UNICAST.contains(octets) || any(NOT_GLOBAL, octets);
    }

    private static boolean any(List<Prefix> prefixes, byte[] octets) {
        return prefixes.stream().anyMatch(prefix -> prefix.contains(octets));
    }

    private static List<Prefix> prefixes(String... prefixes) {
        return Stream.of(prefixes).map(Prefix::of).toList();
    }
}
