package io.rcptwatch.target;

/** How far we can rely on what the DNS says (RFC 4033 §7). */
public enum Dnssec {
    /** Not at all. */
    OFF,
    /** As far as the resolver says so by the AD bit (RFC 6840 §5.8): it has to be at hand. */
    TRUST_AD,
    /** As far as the signatures prove it to us. */
    VALIDATE
}
