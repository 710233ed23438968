package io.rcptwatch.dns;

import java.util.List;

/** Where the mail of a domain goes (RFC 5321 §5.1). */
public sealed interface Route {
    /** The hosts that the MX records name, best preference first, equal ones shuffled. */
    record Hosts(List<MailHost> hosts) implements Route {
        public Hosts {
            hosts = List.copyOf(hosts);
        }
    }

    /** There are no MX records: the domain itself is the host (RFC 5321 §5.1). */
    record Implicit(MailHost host) implements Route {}

    /** The domain says that it takes no mail (RFC 7505 §3). */
    record NullMx() implements Route {}

    /** The name does not exist (NXDOMAIN). */
    record NoSuchDomain() implements Route {}

    /** The name exists, but has neither MX records nor addresses. */
    record NoAddress() implements Route {}

    /** The DNS gave no answer: SERVFAIL, REFUSED, a timeout, a loop. Nothing is known. */
    record LookupFailed(String detail) implements Route {}
}
