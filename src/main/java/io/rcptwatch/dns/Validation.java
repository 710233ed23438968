package io.rcptwatch.dns;

/** Who decides whether DNSSEC vouches for an answer. */
public sealed interface Validation {
    /** We: each signature is checked up to one of these keys. The servers need not be trusted. */
    record Own(TrustAnchors anchors) implements Validation {}

    /**
     * The DNS servers, by the AD bit (RFC 6840 §5.8). For validating resolvers on this machine
     * only, or behind a network that nobody can forge answers in.
     */
    record TrustedResolver() implements Validation {}
}
