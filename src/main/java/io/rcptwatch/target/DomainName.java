package io.rcptwatch.target;

import org.jspecify.annotations.Nullable;

/**
 * A domain that we watch. Two spellings of it are equal: what is keyed by a domain is keyed by its
 * A-labels.
 *
 * @param configured as the operator wrote it: the label {@code domain}
 * @param ascii in A-labels (RFC 5890) and lower case, as it goes on the wire
 */
public record DomainName(String configured, String ascii) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof DomainName(_, String same) && ascii.equals(same);
    }

    @Override
    public int hashCode() {
        return ascii.hashCode();
    }

    @Override
    public String toString() {
        return configured;
    }
}
