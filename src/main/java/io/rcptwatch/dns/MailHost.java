package io.rcptwatch.dns;

/**
 * A host that takes mail.
 *
 * @param name in lower case, without the final dot
 * @param port where it listens
 * @param preference the lower the better (RFC 5321 §5.1)
 * @param addresses what the DNS says of its addresses
 */
public record MailHost(String name, int port, int preference, Addresses addresses) {
    /** The value of the label {@code mx}: with the port where it is not 25. */
    public String label() {
        return port == 25 ? name : name + ":" + port;
    }
}
