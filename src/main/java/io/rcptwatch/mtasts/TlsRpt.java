package io.rcptwatch.mtasts;

import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Where a domain wants reports about TLS to go (RFC 8460 §3). */
public sealed interface TlsRpt {
    /** There, at one place at least. */
    record Present(List<URI> places) implements TlsRpt {
        public Present {
            places = List.copyOf(places);
        }
    }

    /** Nowhere: there is no record. */
    record Absent() implements TlsRpt {}

    /** Nowhere, for the record is against the rules: one line that says how. */
    record Invalid(String detail) implements TlsRpt {}

    /** Nothing is known: the DNS gave no answer. */
    record Unknown(String detail) implements TlsRpt {}

    /**
     * Asks the DNS.
     *
     * @param domain in A-labels and lower case
     */
    static TlsRpt ask(DnsClient dns, String domain) {
        return switch (dns.texts("_smtp._tls." + domain)) {
            case DnsAnswer.Known<String>(List<String> records) -> parse(records);
            case DnsAnswer.NoSuchName<String>() -> new Absent();
            case DnsAnswer.Unknown<String>(String detail) -> new Unknown(detail);
        };
    }

    /** Reads the TXT records of {@code _smtp._tls} in a domain. */
    static TlsRpt parse(List<String> records) {
        try {
            Optional<TagList> tags = TagList.only(records, "TLSRPTv1");
            return tags.isEmpty() ? new Absent() : new Present(Rua.places(tags.get()));
        } catch (BadSyntaxException e) {
            return new Invalid(e.detail());
        }
    }
}
