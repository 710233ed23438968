package io.rcptwatch.report;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.rcptwatch.selfcheck.BlocklistListing;
import io.rcptwatch.selfcheck.CheckResult;
import io.rcptwatch.selfcheck.IdentityCheckRun;
import io.rcptwatch.selfcheck.IdentityState;
import io.rcptwatch.target.Identity;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an identity of ours stands.
 *
 * @param addresses the external ones, as far as they are known
 * @param checkedAt when the latest look was over, as ISO 8601 in UTC; null: none is yet
 */
@JsonNaming(SnakeCaseStrategy.class)
public record IdentityReport(
        String identity,
        String helo,
        String mailFrom,
        List<String> addresses,
        @Nullable String checkedAt,
        List<CheckReport> checks,
        List<ListReport> lists) {
    /**
     * One check.
     *
     * @param address what it is about; null: all of the identity
     * @param advice null where there is nothing to do
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record CheckReport(
            String check,
            @Nullable String address,
            String result,
            String detail,
            @Nullable String advice) {
        private static CheckReport of(CheckResult finding) {
            return new CheckReport(
                    finding.check().label(),
                    finding.address().map(InetAddress::getHostAddress).orElse(null),
                    finding.result().label(),
                    finding.detail(),
                    unlessEmpty(finding.advice()));
        }
    }

    /**
     * What one list says of one address or domain.
     *
     * @param reason in the list's own words; null where it gives none
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record ListReport(
            String list,
            String subject,
            String state,
            String detail,
            @Nullable String reason,
            @Nullable String advice) {
        private static ListReport of(BlocklistListing listing) {
            return new ListReport(
                    listing.list(),
                    listing.subject(),
                    listing.state().label(),
                    listing.detail(),
                    unlessEmpty(listing.reason()),
                    unlessEmpty(listing.advice()));
        }
    }

    /** A standing in the shape of JSON. */
    public static IdentityReport of(IdentityState standing) {
        Identity identity = standing.identity();
        Optional<IdentityCheckRun> latest = standing.latest();
        return new IdentityReport(
                identity.name(),
                identity.helo(),
                identity.mailFrom().toString(),
                latest.stream()
                        .flatMap(examination -> examination.addresses().stream())
                        .map(InetAddress::getHostAddress)
                        .toList(),
                latest.map(IdentityCheckRun::finishedAt).map(Object::toString).orElse(null),
                latest.stream()
                        .flatMap(examination -> examination.findings().stream())
                        .map(CheckReport::of)
                        .toList(),
                latest.stream()
                        .flatMap(examination -> examination.listings().stream())
                        .map(ListReport::of)
                        .toList());
    }

    private static @Nullable String unlessEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
