package io.rcptwatch.dns;

import io.rcptwatch.target.Family;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/**
 * A network, as in CIDR notation (RFC 4632 §3.1).
 *
 * @param network any address in it
 * @param length how many leading bits count
 */
public record Prefix(InetAddress network, int length) {
    static Prefix of(String cidr) {
        int slash = cidr.indexOf('/');
        return new Prefix(
                InetAddress.ofLiteral(cidr.substring(0, slash)),
                Integer.parseInt(cidr.substring(slash + 1)));
    }

    /** The address that a text stands for in that family's full notation, where it does. */
    public static Optional<InetAddress> literal(String text, Family family) {
        boolean looksLikeIt =
                switch (family) {
                    case IP4 -> text.matches("\\d{1,3}(?:\\.\\d{1,3}){3}");
                    case IP6 -> text.matches("[0-9A-Fa-f:.]{2,45}") && text.contains(":");
                };
        try {
            return looksLikeIt ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether an address is in it; never one of the other family. */
    public boolean contains(InetAddress address) {
        return contains(address.getAddress());
    }

    boolean contains(byte[] octets) {
        byte[] start = network.getAddress();
        int whole = length / 8;
        int rest = 0xff00 >> (length % 8) & 0xff;
        return start.length == octets.length
                && length <= 8 * start.length
                && Arrays.equals(start, 0, whole, octets, 0, whole)
                && (rest == 0 || ((start[whole] ^ octets[whole]) & rest) == 0);
    }
}
