package io.rcptwatch.sandbox;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the DNS says of a domain's mail. */
sealed interface MailRecords {
    /** It names the hosts. */
    record Exchangers(List<Exchanger> exchangers) implements MailRecords {
        public Exchangers {
            exchangers = List.copyOf(exchangers);
        }
    }

    /**
     * One MX record.
     *
     * @param preference 0 to 65535, the lower the better
     * @param host the mail host
     * @param other the same host once more, at an IPv6 address of its own
     */
    record Exchanger(int preference, SandboxHost host, Optional<SandboxHost> other) {
        private Stream<SandboxHost> hosts() {
            return Stream.concat(Stream.of(host), other.stream());
        }
    }

    /** It has no MX records, but an address: the domain is the host (RFC 5321 §5.1). */
    record ImplicitHost(SandboxHost host) implements MailRecords {}

    /** It says that the domain takes no mail (RFC 7505). */
    record NullMxRecord() implements MailRecords {}

    /** It does not help. */
    record DnsFault(Kind kind) implements MailRecords {
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
    default List<SandboxHost> hosts() {
        return switch (this) {
            case Exchangers(var exchangers) ->
                    exchangers.stream().flatMap(Exchanger::hosts).toList();
            case ImplicitHost(SandboxHost host) -> List.of(host);
            case NullMxRecord(), DnsFault(_) -> List.of();
        };
    }
}
