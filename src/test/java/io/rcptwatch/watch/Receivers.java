package io.rcptwatch.watch;

import io.rcptwatch.Samples;
import io.rcptwatch.limits.GreylistKey;
import io.rcptwatch.limits.LimitKey;
import io.rcptwatch.limits.ReceiverFeedback;
import io.rcptwatch.probe.Conversation;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Domains at 12 providers and elsewhere, and how their hosts behave in a bad week. */
final class Receivers {
    static final int PROVIDERS = 12;

    private static final Duration GREYLISTED_FOR = Duration.ofMinutes(12);

    private static final Conversation ACCEPTED = conversation(250, "2.1.5 Ok");
    private static final Conversation REFUSED = conversation(550, "5.7.1 No");

    private static Conversation conversation(int code, String text) {
        return io.rcptwatch.report.Samples.conversation(
                io.rcptwatch.smtp.Reply.of(code, text), "8BITMIME");
    }

    private final Random random = new Random(5);
    private final Instant start;
    private final int kinds;
    private final List<Site> sites = new ArrayList<>();
    private final Map<String, Instant> greylisted = new HashMap<>();

    /**
     * @param number the provider's, from 1 for the largest; 0: none
     */
    record Site(Target target, int number, List<Link> links) {}

    /**
     * @param host the address as text
     */
    record Link(LimitKey contact, String host, GreylistKey triplet) {
        static Link of(Target target, LimitKey contact) {
            String host = contact.host().getHostAddress();
            String recipient = target.recipient().toString();
            GreylistKey triplet = new GreylistKey("default", "probe@example.net", recipient, host);
            return new Link(contact, host, triplet);
        }

        /** Whoever runs it, or the host where that is nobody in particular. */
        String party() {
            Provider provider = contact.provider();
            return provider.equals(Provider.OTHER) ? host : provider.label();
        }
    }

    /**
     * @param outcome what is published
     * @param heard what it says about us
     */
    record Reply(Outcome outcome, ReceiverFeedback heard, Duration after) {}

    /** So many domains, four in five of them at providers. */
    Receivers(int targets, Instant start) {
        this.start = start;
        this.kinds = targets < 1_000 ? 20 : 100;
        double zipf = 0;
        for (int i = 1; i <= PROVIDERS; i++) {
            zipf += 1.0 / i;
        }
        for (int i = 1; i <= PROVIDERS; i++) {
            for (int n = (int) (0.8 * targets / zipf / i); n > 0; n--) {
                add(i);
            }
        }
        while (sites.size() < targets) {
            add(0);
        }
    }

    private void add(int provider) {
        int number = sites.size();
        Target target = Samples.target("d" + number + ".example", interval(number));
        List<Link> links = new ArrayList<>();
        links.add(Link.of(target, contact(provider, number)));
        if (number % 5 == 0) {
            links.add(Link.of(target, contact(provider, number + 1)));
        }
        sites.add(new Site(target, provider, links));
    }

    private static Duration interval(int number) {
        return Duration.ofMinutes(
                switch (number % 50) {
                    case 0 -> 10;
                    case 1, 2, 3, 4 -> 30;
                    case 5, 6, 7, 8, 9, 10, 11, 12 -> 60;
                    default -> 120;
                });
    }

    /** Eight hosts at each provider; elsewhere two domains share one. */
    private static LimitKey contact(int provider, int number) {
        byte[] address =
                provider == 0
                        ? new byte[] {10, 1, (byte) ((number / 2) >> 8), (byte) (number / 2)}
                        : new byte[] {10, 0, (byte) provider, (byte) (number % 8)};
        Provider by = provider == 0 ? Provider.OTHER : new Provider("p" + provider);
        try {
            return new LimitKey("default", InetAddress.getByAddress(address), by);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    List<Site> sites() {
        return sites;
    }

    Reply reply(Site site, Link link, Instant now) {
        double day = Duration.between(start, now).toMillis() / 86_400_000.0;
        return switch (site.number()) {
            case 3 -> day > 1 && day < 4 ? unwanted(Outcome.IP_BLOCKED, 0) : accepted();
            case 5 -> day > 2 && day < 2.25 ? silent() : accepted();
            case 6 -> day > 3 && day < 3.5 ? unwanted(Outcome.RATE_LIMITED, 120) : accepted();
            case 0 -> elsewhere(link, now);
            default -> accepted();
        };
    }

    /** Of so many hosts one never wants us, five greylist, and of a hundred one is dead. */
    private Reply elsewhere(Link link, Instant now) {
        return switch (Byte.toUnsignedInt(link.contact().host().getAddress()[3]) % kinds) {
            case 7 -> unwanted(Outcome.CLIENT_IDENTITY_REJECTED, 0);
            case 11, 12, 13, 14, 15 -> greylisting(link, now);
            case 20 -> silent();
            default -> accepted();
        };
    }

    private Reply greylisting(Link link, Instant now) {
        Instant first = greylisted.computeIfAbsent(link.host(), _ -> now);
        return now.isBefore(first.plus(GREYLISTED_FOR))
                ? new Reply(Outcome.GREYLISTED, new ReceiverFeedback.Welcome(), quick())
                : accepted();
    }

    private Reply accepted() {
        return new Reply(Outcome.ACCEPTED, new ReceiverFeedback.Welcome(), quick());
    }

    private Reply unwanted(Outcome outcome, int minutes) {
        return new Reply(
                outcome,
                new ReceiverFeedback.Unwanted(Duration.ofMinutes(minutes), outcome),
                quick());
    }

    private static Reply silent() {
        return new Reply(
                Outcome.CONNECT_TIMEOUT, new ReceiverFeedback.Nothing(), Duration.ofSeconds(30));
    }

    private Duration quick() {
        return Duration.ofMillis(300 + random.nextInt(1_500));
    }

    /** What a conversation with that end is observed as. */
    Observation observation(HostProbe probe, Reply reply) {
        Outcome outcome = reply.outcome();
        OutcomeClass outcomeClass =
                switch (outcome) {
                    case ACCEPTED -> OutcomeClass.OK;
                    case GREYLISTED, RATE_LIMITED -> OutcomeClass.DEFERRED;
                    case CONNECT_TIMEOUT -> OutcomeClass.NETWORK;
                    default -> OutcomeClass.REJECTED;
                };
        return io.rcptwatch.report.Samples.observation(
                probe.target(),
                probe.host().label(),
                outcome,
                outcomeClass,
                outcome == Outcome.ACCEPTED ? ACCEPTED : REFUSED);
    }
}
