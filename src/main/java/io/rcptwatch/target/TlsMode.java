package io.rcptwatch.target;

/** How much a target cares for TLS. */
public enum TlsMode {
    /** Never say STARTTLS. */
    NONE,
    /** Say STARTTLS where it is offered, go on in clear where it fails, as most senders do. */
    OPPORTUNISTIC,
    /** No mail without TLS and a certificate that is valid for the host. */
    REQUIRED,
    /**
     * TLS from the first byte, before the greeting (RFC 8314 §3.3), and a certificate that is valid
     * for the host. Never say STARTTLS.
     */
    IMPLICIT
}
