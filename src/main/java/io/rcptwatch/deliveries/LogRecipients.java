package io.rcptwatch.deliveries;

import java.net.InetAddress;
import java.util.Locale;
import java.util.Optional;

/** What logs write about recipients and hosts. */
final class LogRecipients {
    private LogRecipients() {}

    /** The domain of a mailbox; empty if it has none. */
    static Optional<String> domain(String mailbox) {
        int at = mailbox.lastIndexOf('@');
        String domain = mailbox.substring(at + 1).toLowerCase(Locale.ROOT);
        return at < 0 || domain.isEmpty() || domain.length() > 253
                ? Optional.empty()
                : Optional.of(domain);
    }

    /**
     * Whether that address is of another network than ours. A content filter on loopback, or a mail
     * store in the same rack, does not deliver to others.
     */
    static boolean isElsewhere(String address) {
        try {
            InetAddress ip = InetAddress.ofLiteral(address);
            return !ip.isLoopbackAddress()
                    && !ip.isAnyLocalAddress()
                    && !ip.isLinkLocalAddress()
                    && !ip.isSiteLocalAddress()
                    && !isShared(ip)
                    && !isUniqueLocal(ip);
        } catch (IllegalArgumentException _) {
            // A Unix socket, as private/dovecot-lmtp.
            return false;
        }
    }

    /** RFC 6598 §7: the address space between a provider and its customers. */
    private static boolean isShared(InetAddress ip) {
        byte[] octets = ip.getAddress();
        return octets.length == 4 && octets[0] == 100 && (octets[1] & 0xc0) == 64;
    }

    /** RFC 4193 §3.1. */
    private static boolean isUniqueLocal(InetAddress ip) {
        byte[] octets = ip.getAddress();
        return octets.length == 16 && (octets[0] & 0xfe) == 0xfc;
    }
}
