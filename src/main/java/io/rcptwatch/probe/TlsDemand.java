package io.rcptwatch.probe;

import io.rcptwatch.target.TlsMode;

/** What one conversation demands of TLS. */
public sealed interface TlsDemand {
    /** Never say STARTTLS. */
    record None() implements TlsDemand {}

    /** Say STARTTLS where it is offered, take any certificate, go on in clear where it fails. */
    record Opportunistic() implements TlsDemand {}

    /** No mail without TLS, and none for whom that trust does not take for the host. */
    record Required(Trust trust) implements TlsDemand {}

    /**
     * TLS from the first byte, as on port 465 (RFC 8314 §3.3), and nothing said to anybody whom
     * that trust does not take for the host.
     */
    record Implicit(Trust trust) implements TlsDemand {}

    /** What a target's configuration demands, where no policy of the receiver's demands more. */
    static TlsDemand of(TlsMode mode) {
        return switch (mode) {
            case NONE -> new None();
            case OPPORTUNISTIC -> new Opportunistic();
            case REQUIRED -> new Required(Trust.AUTHORITIES);
            case IMPLICIT -> new Implicit(Trust.AUTHORITIES);
        };
    }
}
