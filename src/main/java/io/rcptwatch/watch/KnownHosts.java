package io.rcptwatch.watch;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.smtp.Extensions;
import io.rcptwatch.watch.HostChange.OfferKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * @param seen whether it changed, to each who asked, in clear and under TLS together
 * @param mxChanges how often the set of the names changed since the start
 * @param ehloChanges how often an offer changed since the start, to each who asked
 * @param news what the latest round changed
 * @param labels which hosts have a label of their own in the metrics
 */
public record KnownHosts(
        Set<String> names,
        Map<OfferKey, Extensions> offers,
        Map<OfferKey, Seen> seen,
        long mxChanges,
        long ehloChanges,
        List<HostChange> news,
        MxLabels labels) {
    /** Before anything is known. */
    static final KnownHosts NONE = named(Set.of());

    /** Hosts of which nothing but the names is known any more, as after a restart. */
    public static KnownHosts named(Set<String> names) {
        return new KnownHosts(names, Map.of(), Map.of(), 0, 0, List.of(), MxLabels.NONE);
    }

    // RFC 5321 §4.1.1.1; what is no keyword is no extension either.
    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,63}");

    private static final String STARTTLS = "STARTTLS";

    /**
     * What a host offered last to one who asked, in clear or under TLS.
     *
     * @param starttls whether it offered STARTTLS, which it does in clear only
     * @param changed whether it offered something else the time before
     */
    record Seen(boolean starttls, boolean changed) {}

    /** What is known after that round. */
    KnownHosts after(Round round) {
        List<HostChange> changes = new ArrayList<>();
        // A lookup that failed says nothing about the hosts.
        Set<String> hosts = round.hosts().isEmpty() ? names : round.hosts();
        if (!names.isEmpty() && !names.equals(hosts)) {
            changes.add(new HostChange.HostsChanged(without(hosts, names), without(names, hosts)));
        }
        int mx = changes.size();
        Map<OfferKey, Extensions> latest = new HashMap<>(offers);
        Map<OfferKey, Seen> known = new HashMap<>(seen);
        compare(round, latest, known, changes);
        latest.keySet().removeIf(key -> !hosts.contains(key.mx()));
        known.keySet().removeIf(key -> !hosts.contains(key.mx()));
        return new KnownHosts(
                hosts,
                Map.copyOf(latest),
                Map.copyOf(known),
                mxChanges + mx,
                ehloChanges + changes.size() - mx,
                List.copyOf(changes),
                labels.after(round));
    }

    /** Hosts that were not reached, or did not know EHLO, keep the offer that they made last. */
    private static void compare(
            Round round,
            Map<OfferKey, Extensions> offers,
            Map<OfferKey, Seen> seen,
            List<HostChange> changes) {
        for (Observation observation : round.observations()) {
            Optional<Extensions> offer = observation.conversation().extensions();
            if (offer.isPresent()) {
                compare(observation, offer.get(), offers, seen).ifPresent(changes::add);
            }
        }
    }

    /** Parameters are compared within clear text and within TLS, STARTTLS across both. */
    private static Optional<HostChange> compare(
            Observation observation,
            Extensions offer,
            Map<OfferKey, Extensions> offers,
            Map<OfferKey, Seen> seen) {
        OfferKey at = key(observation);
        boolean starttls = offersStarttls(observation.conversation());
        Seen before = seen.getOrDefault(at.inClear(), new Seen(starttls, false));
        SortedSet<String> then = items(offers.getOrDefault(at, offer), before.starttls());
        SortedSet<String> now = items(offer, starttls);
        offers.put(at, offer);
        seen.put(at.inClear(), new Seen(starttls, !now.equals(then)));
        return now.equals(then)
                ? Optional.empty()
                : Optional.of(
                        new HostChange.OfferChanged(
                                at, without(now, then), without(then, now), before.changed()));
    }

    private static boolean offersStarttls(Conversation conversation) {
        return conversation.tls().isPresent()
                || conversation
                        .extensions()
                        .filter(e -> e.keywords().contains(STARTTLS))
                        .isPresent();
    }

    /** Keywords, SIZE with its number: other parameters may come in any order. */
    private static SortedSet<String> items(Extensions extensions, boolean starttls) {
        SortedSet<String> items =
                extensions.keywords().stream()
                        .filter(keyword -> KEYWORD.matcher(keyword).matches())
                        .filter(keyword -> !keyword.equals(STARTTLS))
                        .map(keyword -> keyword.equals("SIZE") ? size(extensions) : keyword)
                        .collect(Collectors.toCollection(TreeSet::new));
        if (starttls) {
            items.add(STARTTLS);
        }
        return items;
    }

    private static String size(Extensions extensions) {
        return extensions.sizeLimit().isPresent()
                ? "SIZE " + extensions.sizeLimit().getAsLong()
                : "SIZE";
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
