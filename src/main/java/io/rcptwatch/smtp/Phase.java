package io.rcptwatch.smtp;

import java.util.Locale;

/** A step on the way to a recipient: the closed set behind the label {@code phase}. */
public enum Phase {
    DNS,
    CONNECT,
    BANNER,
    /** EHLO, or HELO where a server does not know EHLO. */
    EHLO,
    /** The command and the handshake. */
    STARTTLS,
    MAIL,
    RCPT,
    /** RSET and QUIT. */
    QUIT;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code phase}. */
    public String label() {
        return label;
    }
}
