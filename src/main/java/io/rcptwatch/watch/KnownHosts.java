package io.rcptwatch.watch;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.watch.HostChange.OfferKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A domain's mail hosts as they were last seen, and how often something about them changed.
 *
 * @param names by their names with port; those of the last round in which the DNS named any
 * @param offers what each of them offered last, to each who asked
 * @param mxChanges how often the set of the names changed since the start
 * @param ehloChanges how often an offer changed since the start, to each who asked
 * @param news what the latest round changed
 */
public record KnownHosts(
        Set<String> names,
        Map<OfferKey, Offer> offers,
        long mxChanges,
        long ehloChanges,
        List<HostChange> news) {
    /** Before anything is known. */
    static final KnownHosts NONE = new KnownHosts(Set.of(), Map.of(), 0, 0, List.of());

    /** Hosts of which nothing but the names is known any more, as after a restart. */
    public static KnownHosts named(Set<String> names) {
        return new KnownHosts(names, Map.of(), 0, 0, List.of());
    }

    // RFC 5321 §4.1.1.1; what is no keyword is no extension either.
    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,63}");

    /**
     * What a host offers.
     *
     * @param changed whether it offered something else the time before
     */
    record Offer(Extensions extensions, boolean changed) {
        /** Keywords, SIZE with its number: other parameters may come in any order. */
        private SortedSet<String> items() {
            return extensions.keywords().stream()
                    .filter(keyword -> KEYWORD.matcher(keyword).matches())
                    .map(keyword -> keyword.equals("SIZE") ? size() : keyword)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        private String size() {
            return extensions.sizeLimit().isPresent()
                    ? "SIZE " + extensions.sizeLimit().getAsLong()
                    : "SIZE";
        }
    }

    /** What is known after that round. */
    KnownHosts after(Round round) {
        List<HostChange> changes = new ArrayList<>();
        // A lookup that failed says nothing about the hosts.
        Set<String> hosts = round.hosts().isEmpty() ? names : round.hosts();
        if (!names.isEmpty() && !names.equals(hosts)) {
            changes.add(new HostChange.HostsChanged(without(hosts, names), without(names, hosts)));
        }
        int mx = changes.size();
        Map<OfferKey, Offer> latest = offers(round, changes);
        latest.keySet().removeIf(key -> !hosts.contains(key.mx()));
        return new KnownHosts(
                hosts,
                Map.copyOf(latest),
                mxChanges + mx,
                ehloChanges + changes.size() - mx,
                List.copyOf(changes));
    }

    /** Hosts that were not reached, or did not know EHLO, keep the offer that they made last. */
    private Map<OfferKey, Offer> offers(Round round, List<HostChange> changes) {
        Map<OfferKey, Offer> latest = new HashMap<>(offers);
        for (Observation observation : round.observations()) {
            Conversation conversation = observation.conversation();
            if (conversation.extensions().isPresent()) {
                latest.merge(
                        key(observation),
                        new Offer(conversation.extensions().get(), false),
                        (before, now) -> compared(key(observation), before, now, changes));
            }
        }
        return latest;
    }

    private static Offer compared(OfferKey key, Offer before, Offer now, List<HostChange> changes) {
        SortedSet<String> appeared = without(now.items(), before.items());
        SortedSet<String> vanished = without(before.items(), now.items());
        boolean changed = !appeared.isEmpty() || !vanished.isEmpty();
        if (changed) {
            changes.add(new HostChange.OfferChanged(key, appeared, vanished, before.changed()));
        }
        return new Offer(now.extensions(), changed);
    }

    private static OfferKey key(Observation observation) {
        Conversation conversation = observation.conversation();
        return new OfferKey(
                observation.mx().orElseThrow(),
                observation.family().orElseThrow(),
                observation.identity(),
                // Where TLS failed, the offer is that of a second connection, in clear.
                conversation.tls().isPresent() && conversation.tlsTrouble().isEmpty());
    }

    private static SortedSet<String> without(Set<String> some, Set<String> others) {
        SortedSet<String> rest = new TreeSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}
