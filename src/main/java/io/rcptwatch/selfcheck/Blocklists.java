package io.rcptwatch.selfcheck;

import io.rcptwatch.dns.DnsAnswer;
import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.Identity;
import io.rcptwatch.target.IdentityChecks;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the configured DNS lists, and no others, about an identity (RFC 5782). */
final class Blocklists {
    private final DnsClient dns;
    private final List<BlocklistZone> ofAddresses;
    private final List<BlocklistZone> ofDomains;

    Blocklists(DnsClient dns, IdentityChecks settings) {
        this.dns = dns;
        this.ofAddresses =
                settings.blocklists().stream().map(BlocklistZone::new).distinct().toList();
        this.ofDomains =
                settings.domainLists().stream().map(BlocklistZone::new).distinct().toList();
    }

    /**
     * One question.
     *
     * @param key the subject as the left part of the name that is asked for
     */
    private record Question(BlocklistZone zone, String subject, String key) {
        String name() {
            return key + "." + zone.name();
        }
    }

    /** The lists, as they may be shown. */
    List<String> shown() {
        return Stream.concat(ofAddresses.stream(), ofDomains.stream())
                .map(BlocklistZone::shown)
                .distinct()
                .toList();
    }

    /** Asks all lists at once. */
    List<BlocklistListing> ask(Identity identity, List<InetAddress> addresses)
            throws InterruptedException {
        List<FutureTask<BlocklistListing>> tasks =
                questions(identity, addresses)
                        .map(question -> new FutureTask<>(() -> answer(question)))
                        .toList();
        tasks.forEach(task -> Thread.ofVirtual().name("DNS list").start(task));
        List<BlocklistListing> listings = new ArrayList<>();
        for (FutureTask<BlocklistListing> task : tasks) {
            listings.add(get(task));
        }
        return listings;
    }

    private static BlocklistListing get(FutureTask<BlocklistListing> task)
            throws InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<Question> questions(Identity identity, List<InetAddress> addresses) {
        List<String> domains =
                Stream.of(identity.helo(), identity.mailFrom().domain())
                        .filter(name -> !HeloName.isLiteral(name))
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .distinct()
                        .toList();
        return Stream.concat(
                ofAddresses.stream()
                        .flatMap(
                                zone ->
                                        addresses.stream()
                                                .map(a -> new Question(zone, text(a), key(a)))),
                ofDomains.stream()
                        .flatMap(zone -> domains.stream().map(d -> new Question(zone, d, d))));
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }

    /** The octets or nibbles in reverse (RFC 5782 §2.1, §2.4). */
    static String key(InetAddress address) {
        List<String> parts =
                switch (Family.of(address)) {
                    case IP4 -> Arrays.asList(address.getHostAddress().split("\\."));
                    case IP6 ->
                            HexFormat.of()
                                    .formatHex(address.getAddress())
                                    .chars()
                                    .mapToObj(Character::toString)
                                    .toList();
                };
        return parts.reversed().stream().collect(Collectors.joining("."));
    }

    private BlocklistListing answer(Question question) {
        return switch (dns.addresses(question.name(), Family.IP4)) {
            case DnsAnswer.Known<InetAddress>(List<InetAddress> codes) when !codes.isEmpty() ->
                    judge(question, codes);
            case DnsAnswer.Known<InetAddress>(_), DnsAnswer.NoSuchName<InetAddress>() ->
                    listing(question, BlocklistListing.State.NOT_LISTED, "not listed", "", "");
            case DnsAnswer.Unknown<InetAddress>(String detail) -> error(question, detail);
        };
    }

    private BlocklistListing judge(Question question, List<InetAddress> codes) {
        ListCodes judged = ListCodes.of(question.zone(), codes);
        return judged.error()
                .map(detail -> error(question, detail))
                .orElseGet(
                        () ->
                                listing(
                                        question,
                                        BlocklistListing.State.LISTED,
                                        judged.meaning(),
                                        reason(question),
                                        judged.advice()));
    }

    /** RFC 5782 §2.1: the TXT record says why. */
    private String reason(Question question) {
        return dns.texts(question.name()) instanceof DnsAnswer.Known<String>(List<String> texts)
                ? QuotedText.names(texts)
                : "";
    }

    private static BlocklistListing error(Question question, String detail) {
        return listing(question, BlocklistListing.State.ERROR, detail, "", "");
    }

    private static BlocklistListing listing(
            Question question,
            BlocklistListing.State state,
            String detail,
            String reason,
            String advice) {
        BlocklistZone zone = question.zone();
        return new BlocklistListing(
                zone.shown(),
                question.subject(),
                state,
                zone.hideKey(detail),
                zone.hideKey(reason),
                advice);
    }
}
