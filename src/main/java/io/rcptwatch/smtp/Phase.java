package io.rcptwatch.smtp;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** A step on the way to a recipient: the closed set behind the label {@code phase}. */
public enum Phase {
    DNS,
    CONNECT,
    BANNER,
    /** EHLO, or HELO where a server does not know EHLO. */
    EHLO,
    /** The command and the handshake; where TLS is implicit, the handshake before the greeting. */
    STARTTLS,
    MAIL,
    RCPT,
    /**
     * DATA and the content: only in replies that logs and people tell of, since a probe has none.
     */
    DATA,
    /** RSET and QUIT. */
    QUIT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code phase}. */
    public String label() {
        return label;
    }

    /** The phase of that label, empty where there is none. */
    public static Optional<Phase> labelled(String label) {
        return Arrays.stream(values()).filter(phase -> phase.label.equals(label)).findFirst();
    }

    /** All labels, separated by commas. */
    public static String labels() {
        return Arrays.stream(values()).map(Phase::label).collect(Collectors.joining(", "));
    }
}
