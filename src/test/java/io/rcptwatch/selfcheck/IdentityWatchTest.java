package io.rcptwatch.selfcheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.dns.LoopbackDns;
import io.rcptwatch.target.IdentityChecks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class IdentityWatchTest {
    private static final IdentityChecks LISTS =
            new IdentityChecks(
                    Duration.ofHours(1), List.of("bl.test", "bad.test"), List.of("bl.test"));
    private static final CheckedIdentity VANTAGE = Face.vantage(Face.good());

    @Test
    void nothing_is_known_before_the_first_look_is_over() throws IOException {
        try (LoopbackDns dns = new LoopbackDns();
                IdentityWatch watch = watch(dns)) {
            IdentityState standing = watch.standings().getFirst();
            assertThat(standing.result(IdentityCheck.SPF)).isEqualTo(CheckLevel.UNKNOWN);
            assertThat(standing.lists()).containsExactly("bl.test", "bad.test");
            assertThat(standing.listed("bl.test")).isEmpty();
        }
    }

    @Test
    void a_look_tells_what_is_listed_and_counts_errors() throws Exception {
        try (LoopbackDns dns =
                        new LoopbackDns(
                                        Face.but(
                                                "none",
                                                "A",
                                                "10.2.0.192.bl.test. 60 IN A 127.0.0.2"))
                                .refusing("10.2.0.192.bad.test", Rcode.REFUSED);
                IdentityWatch watch = watch(dns)) {
            watch.look(VANTAGE);
            watch.look(VANTAGE);
            IdentityState standing = watch.standings().getFirst();
            assertThat(standing.listed("bl.test")).contains(true);
            assertThat(standing.listed("bad.test")).isEmpty();
            assertThat(standing.listErrors()).isEqualTo(Map.of("bad.test", 2L));
            assertThat(standing.result(IdentityCheck.SPF)).isEqualTo(CheckLevel.PASS);
        }
    }

    @Test
    void the_first_look_is_taken_at_the_start() throws Exception {
        try (LoopbackDns dns = new LoopbackDns(Face.all());
                IdentityWatch watch = watch(dns)) {
            watch.start();
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (watch.standings().getFirst().latest().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(10);
            }
            assertThat(watch.standings().getFirst().result(IdentityCheck.PTR))
                    .isEqualTo(CheckLevel.PASS);
        }
    }

    @Test
    void the_log_has_a_line_for_what_changed_only() {
        IdentityState start =
                new IdentityState(Face.good(), List.of("bl.test"), Optional.empty(), Map.of());
        IdentityState good =
                start.after(
                        spf(
                                CheckResult.pass(IdentityCheck.SPF, "pass: \"a\""),
                                BlocklistListing.State.NOT_LISTED));
        IdentityState bad =
                good.after(
                        spf(
                                CheckResult.fail(IdentityCheck.SPF, "fail: \"-all\"", "x"),
                                BlocklistListing.State.LISTED));
        assertThat(IdentityLog.changes(start, good)).isEmpty();
        assertThat(IdentityLog.changes(good, good)).isEmpty();
        assertThat(IdentityLog.changes(good, bad))
                .containsExactly(
                        new IdentityLog.Line(
                                true, "identity default: spf pass -> fail; fail: \"-all\""),
                        new IdentityLog.Line(true, "identity default is listed at bl.test"));
        assertThat(IdentityLog.changes(bad, good))
                .extracting(IdentityLog.Line::bad)
                .containsExactly(false, false);
    }

    private static IdentityCheckRun spf(CheckResult finding, BlocklistListing.State state) {
        return new IdentityCheckRun(
                List.of(Face.ADDRESS),
                List.of(finding),
                List.of(new BlocklistListing("bl.test", "192.0.2.10", state, "", "", "")),
                Face.NOW);
    }

    private static IdentityWatch watch(LoopbackDns dns) {
        return new IdentityWatch(List.of(VANTAGE), Face.examiner(dns, LISTS), LISTS.interval());
    }
}
