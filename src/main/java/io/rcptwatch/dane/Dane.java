package io.rcptwatch.dane;

import io.rcptwatch.dns.TlsaRecord;
import io.rcptwatch.probe.TlsDemand;
import io.rcptwatch.probe.Trust;
import io.rcptwatch.smtp.TlsProblem;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What DANE says of one mail host and port (RFC 7672 §2.2). */
public sealed interface Dane {
    /**
     * It does not apply: what leads to the host, or its own zone, is not signed.
     *
     * @param what the first answer that is not secure, for people
     */
    record Insecure(String what) implements Dane {}

    /** It does not apply: it is proven that there are no TLSA records. */
    record Absent() implements Dane {}

    /**
     * The host must speak TLS and be one that these records mean.
     *
     * @param base the name that the records belong to, without port and transport
     * @param records those to match, at least one; the weaker digests are left out (RFC 7671 §9)
     * @param names any of which a certificate must bear that a DANE-TA record's authority issued
     */
    record Usable(String base, List<TlsaRecord> records, Set<String> names) implements Dane {
        public Usable {
            records = List.copyOf(records);
            names = Set.copyOf(names);
        }

        /** Whether none of them means the host's own certificate or key (RFC 7672 §3.1.1). */
        public boolean needsAuthority() {
            return records.stream().noneMatch(record -> record.usage() == Usability.DANE_EE);
        }

        /** Whom these records take for the host. */
        public Trust trust() {
            return new TlsaTrust(records, names);
        }
    }

    /**
     * There are records, but none of use: the host must speak TLS, and may be anybody.
     *
     * @param base as above
     * @param records all of them, at least one
     */
    record Unusable(String base, List<TlsaRecord> records) implements Dane {
        public Unusable {
            records = List.copyOf(records);
        }
    }

    /** An answer is forged or wrongly signed: no sender uses the host (RFC 7672 §2.1.1). */
    record Bogus(String detail) implements Dane {}

    /** Nothing is known: no sender uses the host for now (RFC 7672 §2.1.1). */
    record LookupFailed(String detail) implements Dane {}

    /** What is demanded of TLS; empty: nothing, or the host is not to be used at all. */
    default Optional<TlsDemand> demand() {
        return switch (this) {
            case Usable usable -> Optional.of(new TlsDemand.Required(usable.trust()));
            case Unusable _ -> Optional.of(new TlsDemand.Required(Trust.ANYBODY));
            case Insecure _, Absent _, Bogus _, LookupFailed _ -> Optional.empty();
        };
    }

    /** Whether a sender that knows DANE keeps away from the host, for now at least. */
    default boolean forbidsHost() {
        return switch (this) {
            case Bogus _, LookupFailed _ -> true;
            case Insecure _, Absent _, Usable _, Unusable _ -> false;
        };
    }

    /** What is wrong with the receiver's DNS, before any handshake (RFC 8460 §4.3.2.1). */
    default Optional<TlsProblem> problem() {
        return switch (this) {
            case Unusable _ -> Optional.of(TlsProblem.TLSA_INVALID);
            case Bogus _ -> Optional.of(TlsProblem.DNSSEC_INVALID);
            case Insecure _, Absent _, Usable _, LookupFailed _ -> Optional.empty();
        };
    }
}
