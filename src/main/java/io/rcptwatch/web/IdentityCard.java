package io.rcptwatch.web;

import io.rcptwatch.selfcheck.BlocklistListing;
import io.rcptwatch.selfcheck.CheckLevel;
import io.rcptwatch.selfcheck.CheckResult;
import io.rcptwatch.selfcheck.IdentityCheckRun;
import io.rcptwatch.selfcheck.IdentityState;
import io.rcptwatch.target.SafeText;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How one of our identities stands. What is not known is the empty text.
 *
 * @param addresses the external ones
 * @param lines checks, then lists, each as it went
 * @param bad whether any of them asks for something to be done
 */
record IdentityCard(
        String name,
        String helo,
        String mailFrom,
        String addresses,
        List<CheckLine> lines,
        boolean bad,
        ShownTime when) {
    private static final int LONGEST_SUBJECT = 100;

    /**
     * A check or a list.
     *
     * @param what its name
     * @param subject the address or domain that it is about
     */
    record CheckLine(
            StatusBadge badge,
            String what,
            String subject,
            String detail,
            String reason,
            String advice) {
        private static CheckLine of(CheckResult finding) {
            return new CheckLine(
                    badge(finding.result()),
                    finding.check().label(),
                    finding.address().map(InetAddress::getHostAddress).orElse(""),
                    finding.detail(),
                    "",
                    finding.advice());
        }

        private static CheckLine of(BlocklistListing listing) {
            return new CheckLine(
                    badge(listing.state()),
                    listing.list(),
                    SafeText.cut(listing.subject(), LONGEST_SUBJECT),
                    listing.detail(),
                    listing.reason(),
                    listing.advice());
        }

        private static StatusBadge badge(CheckLevel result) {
            return switch (result) {
                case PASS -> new StatusBadge("pass", "✓");
                case FAIL -> new StatusBadge("fail", "✕");
                case UNKNOWN -> new StatusBadge("unknown", "?");
            };
        }

        private static StatusBadge badge(BlocklistListing.State state) {
            return switch (state) {
                case NOT_LISTED -> new StatusBadge("unlisted", "✓");
                case LISTED -> new StatusBadge("listed", "✕");
                case ERROR -> new StatusBadge("error", "?");
            };
        }
    }

    static List<IdentityCard> of(List<IdentityState> standings, Instant now) {
        return standings.stream().map(standing -> of(standing, now)).toList();
    }

    private static IdentityCard of(IdentityState standing, Instant now) {
        List<CheckResult> findings =
                standing.latest().map(IdentityCheckRun::findings).orElse(List.of());
        List<BlocklistListing> listings =
                standing.latest().map(IdentityCheckRun::listings).orElse(List.of());
        return new IdentityCard(
                standing.identity().name(),
                standing.identity().helo(),
                standing.identity().mailFrom().toString(),
                standing.latest().stream()
                        .flatMap(examination -> examination.addresses().stream())
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")),
                Stream.concat(
                                findings.stream().map(CheckLine::of),
                                listings.stream().map(CheckLine::of))
                        .toList(),
                findings.stream().anyMatch(f -> f.result() == CheckLevel.FAIL)
                        || listings.stream()
                                .anyMatch(l -> l.state() == BlocklistListing.State.LISTED),
                ShownTime.of(standing.latest().map(IdentityCheckRun::finishedAt), now));
    }
}
