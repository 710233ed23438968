package io.rcptwatch.config;

import static io.rcptwatch.config.Grammar.EXPECT;
import static io.rcptwatch.config.Grammar.PORT;
import static io.rcptwatch.config.Grammar.TLS;

import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.TlsMode;
import io.rcptwatch.yaml.SourcePosition;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A kind of mail server, and what is usual there. */
enum Profile {
    /** Takes mail from other servers: what is built in. */
    MX,
    /** Takes mail from its own users, over STARTTLS (RFC 6409). */
    SUBMISSION,
    /** The same with TLS from the first byte (RFC 8314 §3.3). */
    SUBMISSIONS;

    // RFC 6409 §4.3: to strangers such a server says 530, and that shows that it is well.
    private static final List<Outcome> TO_STRANGERS =
            List.of(Outcome.ACCEPTED, Outcome.COMMAND_REJECTED);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What holds instead of the built-in values. */
    Values usual() {
        return switch (this) {
            case MX -> Values.NONE;
            case SUBMISSION -> values(587, TlsMode.REQUIRED);
            case SUBMISSIONS -> values(465, TlsMode.IMPLICIT);
        };
    }

    private static Values values(int port, TlsMode tls) {
        SourcePosition place = new SourcePosition("(profile)", 1, 1);
        Stream<Value<Outcome>> expected = TO_STRANGERS.stream().map(o -> new Value<>(o, place));
        return Values.NONE
                .with(PORT, new Value<>(port, place))
                .with(TLS, new Value<>(tls, place))
                .with(EXPECT, new Value<>(expected.toList(), place));
    }
}
