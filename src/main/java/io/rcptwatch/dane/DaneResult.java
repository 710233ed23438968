package io.rcptwatch.dane;

import io.rcptwatch.smtp.TlsSession;
import java.util.Optional;

/** What came of DANE at one host, for the label {@code result}. */
public enum DaneResult {
    /** The certificate is one that the TLSA records mean. */
    MATCH("match"),
    /** It is not. */
    MISMATCH("mismatch"),
    /** There are TLSA records, but none of use. */
    UNUSABLE("unusable"),
    /** An answer of the DNS is forged or wrongly signed. */
    BOGUS("bogus"),
    /** A zone on the way is not signed. */
    INSECURE("insecure"),
    /** It is proven that there are no TLSA records. */
    ABSENT("absent"),
    /** The DNS gave no answer. */
    LOOKUP_FAILED("lookup_failed");

    private final String label;

    DaneResult(String label) {
        this.label = label;
    }

    /** The value of the label {@code result}. */
    public String label() {
        return label;
    }

    /**
     * What came of it.
     *
     * @param session the finished handshake, if there was one
     * @return empty: there are TLSA records, but no certificate was seen
     */
    public static Optional<DaneResult> of(Dane dane, Optional<TlsSession> session) {
        return switch (dane) {
            case Dane.Usable usable -> session.map(s -> of(usable, s));
            case Dane.Unusable _ -> Optional.of(UNUSABLE);
            case Dane.Bogus _ -> Optional.of(BOGUS);
            case Dane.Insecure _ -> Optional.of(INSECURE);
            case Dane.Absent _ -> Optional.of(ABSENT);
            case Dane.LookupFailed _ -> Optional.of(LOOKUP_FAILED);
        };
    }

    private static DaneResult of(Dane.Usable usable, TlsSession session) {
        return usable.trust().problems(session).isEmpty() ? MATCH : MISMATCH;
    }
}
