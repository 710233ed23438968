package io.rcptwatch.dane;

import io.rcptwatch.dns.TlsaRecord;
import java.util.Comparator;
import java.util.List;

/** Which TLSA records are of use for mail. */
final class Usability {
    static final int DANE_TA = 2;
    static final int DANE_EE = 3;
    static final int FULL_CERTIFICATE = 0;
    static final int PUBLIC_KEY = 1;
    static final int EXACT = 0;
    static final int SHA_256 = 1;
    static final int SHA_512 = 2;

    /** A certificate larger than that is none that a mail server shows. */
    private static final int MAX_BYTES = 8192;

    private Usability() {}

    /** Those of use, of the digests of one usage and selector only the strongest. */
    static List<TlsaRecord> select(List<TlsaRecord> records) {
        List<TlsaRecord> usable = records.stream().filter(Usability::usable).distinct().toList();
        return usable.stream().filter(r -> r.matchingType() == strongest(r, usable)).toList();
    }

    /** RFC 7671 §9: what is given whole is no digest, and stays. */
    private static int strongest(TlsaRecord record, List<TlsaRecord> among) {
        return record.matchingType() == EXACT
                ? EXACT
                : among.stream()
                        .filter(r -> r.usage() == record.usage())
                        .filter(r -> r.selector() == record.selector())
                        .map(TlsaRecord::matchingType)
                        .max(Comparator.naturalOrder())
                        .orElse(record.matchingType());
    }

    private static boolean usable(TlsaRecord record) {
        // RFC 7672 §3.1.3: mail has no list of authorities that PKIX-TA and PKIX-EE could mean.
        boolean known =
                (record.usage() == DANE_TA || record.usage() == DANE_EE)
                        && (record.selector() == FULL_CERTIFICATE
                                || record.selector() == PUBLIC_KEY);
        int bytes = record.data().length() / 2;
        return known
                && switch (record.matchingType()) {
                    case EXACT -> bytes > 0 && bytes <= MAX_BYTES && readable(record);
                    case SHA_256 -> bytes == 32;
                    case SHA_512 -> bytes == 64;
                    default -> false;
                };
    }

    /** A host's own part is only compared; an authority's must be one. */
    private static boolean readable(TlsaRecord record) {
        return record.usage() == DANE_EE || Association.readable(record);
    }
}
