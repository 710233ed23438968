package io.rcptwatch.target;

/**
 * A domain that we watch.
 *
 * @param configured as the operator wrote it: the label {@code domain}
 * @param ascii in A-labels (RFC 5890) and lower case, as it goes on the wire
 */
public record DomainName(String configured, String ascii) {
    @Override
    public String toString() {
        return configured;
    }
}
