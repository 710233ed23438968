package io.rcptwatch.selfcheck;

import java.util.Locale;

/**
 * What a DNS list says about an address or a domain of ours.
 *
 * @param list the zone, without any key that it is asked with
 * @param subject the address or the domain
 * @param detail one line: the codes and what they mean, or why nothing is known
 * @param reason the list's own words, on one line; empty where it has none
 * @param advice what to do about it; the empty text where there is nothing to do
 */
public record BlocklistListing(
        String list, String subject, State state, String detail, String reason, String advice) {
    /** Whether it is listed, from best to worst. */
    public enum State {
        NOT_LISTED,
        /** No answer, or one that is no listing: nothing is known. */
        ERROR,
        LISTED;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The word for it. */
        public String label() {
            return label;
        }
    }
}
