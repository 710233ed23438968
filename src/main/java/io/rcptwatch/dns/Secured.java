package io.rcptwatch.dns;

import java.util.List;

/**
 * What the DNS says to one question, and whether DNSSEC vouches for it (RFC 4035 §4.3).
 *
 * @param <T> what was asked for
 */
public sealed interface Secured<T> {
    /**
     * DNSSEC vouches for all of it, for each CNAME record on the way too.
     *
     * @param name where the CNAME records end, in lower case without the final dot; the name asked
     *     for where there are none
     * @param values empty: it is proven that there are none (NODATA or NXDOMAIN)
     */
    record Secure<T>(String name, List<T> values) implements Secured<T> {
        public Secure {
            values = List.copyOf(values);
        }
    }

    /**
     * It comes, in part at least, from a zone that is not signed.
     *
     * @param name as above
     * @param values empty: there are none, for all that anybody says
     */
    record Insecure<T>(String name, List<T> values) implements Secured<T> {
        public Insecure {
            values = List.copyOf(values);
        }
    }

    /** It should be signed, and is not, or wrongly; the detail is one line that says how. */
    record Bogus<T>(String detail) implements Secured<T> {}

    /** Nothing is known: SERVFAIL, REFUSED, a timeout; the detail is one line that says why. */
    record Unknown<T>(String detail) implements Secured<T> {}
}
