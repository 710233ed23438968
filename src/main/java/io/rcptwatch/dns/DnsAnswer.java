package io.rcptwatch.dns;

import java.util.List;

/**
 * What the DNS says to one plain question.
 *
 * @param <T> what was asked for
 */
public sealed interface DnsAnswer<T> {
    /** The values; none: the name exists without any (RFC 2308 §2.2). */
    record Known<T>(List<T> values) implements DnsAnswer<T> {
        public Known {
            values = List.copyOf(values);
        }
    }

    /** There is no such name (NXDOMAIN, RFC 2308 §2.1). */
    record NoSuchName<T>() implements DnsAnswer<T> {}

    /** Nothing is known: SERVFAIL, REFUSED, a timeout; the detail is one line that says why. */
    record Unknown<T>(String detail) implements DnsAnswer<T> {}
}
