package io.rcptwatch.dns;

/**
 * A host that takes mail.
 *
 * @param name in lower case, without the final dot; what is not printable in it is escaped; an
 *     address literal has no brackets
 * @param port where it listens
 * @param preference the lower the better (RFC 5321 §5.1)
 * @param addresses what the DNS says of its addresses
 */
public record MailHost(String name, int port, int preference, AddressLookup addresses) {
    /** The value of the label {@code mx}: with the port where it is not 25. */
    public String label() {
        return label(name, port);
    }

    static String label(String name, int port) {
        String host = name.contains(":") ? "[" + name + "]" : name;
        return port == 25 ? host : host + ":" + port;
    }
}
