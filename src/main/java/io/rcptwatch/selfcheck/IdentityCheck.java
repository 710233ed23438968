package io.rcptwatch.selfcheck;

import java.util.Locale;

/** What is looked at: the closed set behind the label {@code check}. */
public enum IdentityCheck {
    /** It is known under which address others see us. */
    ADDRESS,
    /** The address has a name (RFC 1912 §2.1). */
    PTR,
    /** One of its names leads back to it: forward-confirmed reverse DNS. */
    FCRDNS,
    /** What we say in EHLO leads to the address (RFC 5321 §4.1.4). */
    HELO,
    /** The domain of the envelope sender takes mail. */
    MAIL_FROM,
    /** The domain of the envelope sender lets the address send (RFC 7208). */
    SPF,
    /** The domain of the envelope sender has a policy (RFC 9989). */
    DMARC;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code check}. */
    public String label() {
        return label;
    }
}
