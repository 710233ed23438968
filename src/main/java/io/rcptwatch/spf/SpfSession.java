package io.rcptwatch.spf;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.MailAddress;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.stream.Collectors;

/** Who sends, as macros and mechanisms see it. */
record SpfSession(InetAddress client, MailAddress sender, String helo) {
    Family family() {
        return Family.of(client);
    }

    /** RFC 7208 §7.3: IPv4 with dots, IPv6 as dotted nibbles. */
    String dottedClient() {
        return switch (family()) {
            case IP4 -> client.getHostAddress();
            case IP6 ->
                    HexFormat.of()
                            .formatHex(client.getAddress())
                            .chars()
                            .mapToObj(Character::toString)
                            .collect(Collectors.joining("."));
        };
    }

    /** The zone of the reverse DNS, for the macro {@code v}. */
    String reverseZone() {
        return switch (family()) {
            case IP4 -> "in-addr";
            case IP6 -> "ip6";
        };
    }
}
