package io.rcptwatch.verdict;

/**
 * Who runs a mail host, as far as our rules tell senders apart.
 *
 * @param label the value of the label {@code provider}, from the closed set in the rules
 */
public record Provider(String label) {
    /** Everybody who is not in the table. */
    public static final Provider OTHER = new Provider("other");

    @Override
    public String toString() {
        return label;
    }
}
