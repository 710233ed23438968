package io.rcptwatch.web;

import io.rcptwatch.identity.Examination;
import io.rcptwatch.identity.Finding;
import io.rcptwatch.identity.IdentityStanding;
import io.rcptwatch.identity.Listing;
import io.rcptwatch.identity.Result;
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
        List<Line> lines,
        boolean bad,
        Moment when) {
    private static final int LONGEST_SUBJECT = 100;

    /**
     * A check or a list.
     *
     * @param what its name
     * @param subject the address or domain that it is about
     */
    record Line(
            Badge badge, String what, String subject, String detail, String reason, String advice) {
        private static Line of(Finding finding) {
            return new Line(
                    badge(finding.result()),
                    finding.check().label(),
                    finding.address().map(InetAddress::getHostAddress).orElse(""),
                    finding.detail(),
                    "",
                    finding.advice());
        }

        private static Line of(Listing listing) {
            return new Line(
                    badge(listing.state()),
                    listing.list(),
                    Texts.cut(listing.subject(), LONGEST_SUBJECT),
                    listing.detail(),
                    listing.reason(),
                    listing.advice());
        }

        private static Badge badge(Result result) {
            return switch (result) {
                case PASS -> new Badge("pass", "✓");
                case FAIL -> new Badge("fail", "✕");
                case UNKNOWN -> new Badge("unknown", "?");
            };
        }

        private static Badge badge(Listing.State state) {
            return switch (state) {
                case NOT_LISTED -> new Badge("unlisted", "✓");
                case LISTED -> new Badge("listed", "✕");
                case ERROR -> new Badge("error", "?");
            };
        }
    }

    static List<IdentityCard> of(List<IdentityStanding> standings, Instant now) {
        return standings.stream().map(standing -> of(standing, now)).toList();
    }

    private static IdentityCard of(IdentityStanding standing, Instant now) {
        List<Finding> findings = standing.latest().map(Examination::findings).orElse(List.of());
        List<Listing> listings = standing.latest().map(Examination::listings).orElse(List.of());
        return new IdentityCard(
                standing.identity().name(),
                standing.identity().helo(),
                standing.identity().mailFrom().toString(),
                standing.latest().stream()
                        .flatMap(examination -> examination.addresses().stream())
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", ")),
                Stream.concat(findings.stream().map(Line::of), listings.stream().map(Line::of))
                        .toList(),
                findings.stream().anyMatch(f -> f.result() == Result.FAIL)
                        || listings.stream().anyMatch(l -> l.state() == Listing.State.LISTED),
                Moment.of(standing.latest().map(Examination::finishedAt), now));
    }
}
