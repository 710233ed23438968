package io.rcptwatch.sandbox;

import java.util.List;

/** What the DNS says of a domain's mail. */
sealed interface Mail {
    /** It names the hosts. */
    record Exchangers(List<Exchanger> exchangers) implements Mail {
        public Exchangers {
            exchangers = List.copyOf(exchangers);
        }
    }

    /**
     * One MX record.
     *
     * @param preference 0 to 65535, the lower the better
     * @param host the mail host
     */
    record Exchanger(int preference, Host host) {}

    /** It has no MX records, but an address: the domain is the host (RFC 5321 §5.1). */
    record Implicit(Host host) implements Mail {}

    /** It says that the domain takes no mail (RFC 7505). */
    record NullMx() implements Mail {}

    /** It does not help. */
    record Fault(Kind kind) implements Mail {
        /** How it fails, at the domain and every name below it. */
        enum Kind {
            NXDOMAIN,
            SERVFAIL,
            /** Its signatures are broken: a resolver that validates says SERVFAIL. */
            BOGUS,
            REFUSED,
            /** It never answers. */
            TIMEOUT
        }
    }

    /** The hosts that it leads to. */
    default List<Host> hosts() {
        return switch (this) {
            case Exchangers(var exchangers) -> exchangers.stream().map(Exchanger::host).toList();
            case Implicit(Host host) -> List.of(host);
            case NullMx(), Fault(_) -> List.of();
        };
    }
}
