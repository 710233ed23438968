package io.rcptwatch.dns;

import java.util.List;
import java.util.Set;

/** Where the mail of a domain goes (RFC 5321 §5.1). */
public sealed interface Route {
    /**
     * The hosts that the MX records name.
     *
     * @param hosts those of use, best preference first, equal ones shuffled
     * @param labels of all of them, of those too that are of no use any more
     */
    record Hosts(List<MailHost> hosts, Set<String> labels) implements Route {
        public Hosts {
            hosts = List.copyOf(hosts);
            labels = Set.copyOf(labels);
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
