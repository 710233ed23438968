package io.rcptwatch.web;

import io.rcptwatch.target.Identity;
import io.rcptwatch.target.Politeness;
import io.rcptwatch.target.Target;
import io.rcptwatch.watch.EngineSettings;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What those whom we ask should know of us.
 *
 * @param contact a link, or the empty text
 * @param senders how to recognise us
 * @param paces how often we come
 * @param limits what we allow ourselves beyond that
 */
record GoodNeighbour(String contact, List<Sender> senders, List<Pace> paces, List<Limit> limits) {
    /** One of those who ask. */
    record Sender(String identity, String helo, String mailFrom, String address) {}

    /** So many domains are asked about at that interval. */
    record Pace(String interval, long domains) {}

    /** A bound, and what it is for. */
    record Limit(String what, String bound) {}

    static GoodNeighbour of(EngineSettings settings) {
        return new GoodNeighbour(
                settings.contact().map(URI::toString).orElse(""),
                settings.targets().stream()
                        .flatMap(target -> target.identities().stream())
                        .distinct()
                        .map(GoodNeighbour::sender)
                        .toList(),
                paces(settings.targets()),
                limits(settings.politeness()));
    }

    private static Sender sender(Identity identity) {
        return new Sender(
                identity.name(),
                identity.helo(),
                identity.mailFrom().toString(),
                identity.sourceAddress().map(InetAddress::getHostAddress).orElse(""));
    }

    private static List<Pace> paces(List<Target> targets) {
        Map<Duration, Long> domains =
                targets.stream()
                        .collect(
                                Collectors.groupingBy(
                                        Target::interval, TreeMap::new, Collectors.counting()));
        return domains.entrySet().stream()
                .map(e -> new Pace(PageText.duration(e.getKey()), e.getValue()))
                .toList();
    }

    private static List<Limit> limits(Politeness politeness) {
        return List.of(
                new Limit(
                        "Least time between two rounds for one domain",
                        PageText.duration(politeness.minInterval())),
                limit("Conversations with one mail host", politeness.perHost()),
                limit(
                        "Conversations with all hosts of one provider that is large",
                        politeness.perProvider()),
                limit("Conversations in all", politeness.overall()),
                new Limit(
                        "Where somebody blocks us, or asks us to slow down, we stay away for",
                        PageText.duration(politeness.backoff().least())
                                + ", then ever longer, up to "
                                + PageText.duration(politeness.backoff().most())));
    }

    private static Limit limit(String what, Politeness.Allowance allowance) {
        return new Limit(
                what,
                "%d at once, %d in a minute, %d in a day"
                        .formatted(allowance.atOnce(), allowance.perMinute(), allowance.perDay()));
    }
}
