package io.rcptwatch.watch;

import io.rcptwatch.target.Family;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Something at a domain's mail hosts that is not as it was before. */
public sealed interface HostChange {
    /** What is there now and was not. */
    SortedSet<String> appeared();

    /** What was there and is no more. */
    SortedSet<String> vanished();

    /** The set of the mail hosts, by their names with port. */
    record HostsChanged(SortedSet<String> appeared, SortedSet<String> vanished)
            implements HostChange {}

    /**
     * What a host offers after EHLO: keywords, SIZE with its number.
     *
     * @param key who asked, and whom
     * @param again whether it was not the same the time before either: behind one name there may be
     *     several servers, and each offers what it likes
     */
    record OfferChanged(
            OfferKey key, SortedSet<String> appeared, SortedSet<String> vanished, boolean again)
            implements HostChange {}

    /**
     * Who asked, and whom.
     *
     * @param mx the host, with its port where it is not 25
     * @param family over which addresses
     * @param identity as whom
     * @param secured whether under TLS: a host may offer more there, or less (RFC 3207 §4.2)
     */
    record OfferKey(String mx, Family family, String identity, boolean secured) {
        /** The same host asked by the same, in clear. */
        OfferKey inClear() {
            return new OfferKey(mx, family, identity, false);
        }
    }

    /** All of it in one line. */
    default String text() {
        String subject =
                switch (this) {
                    case HostsChanged _ -> "mail hosts";
                    case OfferChanged(OfferKey at, _, _, _) ->
                            "extensions of %s over %s as %s"
                                    .formatted(at.mx(), at.family().label(), at.identity());
                };
        return subject + ": appeared " + list(appeared()) + "; vanished " + list(vanished());
    }

    private static String list(SortedSet<String> things) {
        int most = 10;
        String some = things.stream().limit(most).collect(Collectors.joining(", "));
        return things.isEmpty()
                ? "none"
                : things.size() > most ? some + " and " + (things.size() - most) + " more" : some;
    }
}
