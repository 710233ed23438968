package io.rcptwatch.mtasts;

import static io.rcptwatch.mtasts.PolicyServer.page;
import static io.rcptwatch.mtasts.PolicyServer.policy;
import static io.rcptwatch.mtasts.StsWorld.POLICY;
import static io.rcptwatch.smtp.TlsProblem.STS_POLICY_FETCH_ERROR;
import static io.rcptwatch.smtp.TlsProblem.STS_POLICY_INVALID;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import io.rcptwatch.probe.TlsTrouble;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The record of {@code _mta-sts}, and for how long a policy holds (RFC 8461 §3.3, §5.1). */
class PolicyCacheTest {
    private static final HttpHandler BROKEN = page(500, "text/plain", new byte[0]);
    private static final String TXT = "_mta-sts.example.test";

    private StsWorld world;

    @BeforeEach
    void begin() throws Exception {
        world = StsWorld.serving(policy(POLICY));
    }

    @AfterEach
    void end() throws Exception {
        world.close();
    }

    @Test
    void no_record_is_no_policy() {
        world.record();
        assertThat(world.ask()).isEqualTo(new StsState.Absent());
        assertThat(world.ask().mode().label()).isEqualTo("absent");
        assertThat(world.sts.ask("no-such-name.test")).isEqualTo(new StsState.Absent());
        assertThat(world.fetches()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void a_dns_failure_is_unknown_never_no_policy(int rcode) {
        world.dns.refusing(TXT, rcode);
        assertThat(world.ask()).isInstanceOf(StsState.Unknown.class);
        assertThat(world.ask().mode().label()).isEqualTo("unknown");
        assertThat(world.ask().fault()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=STSv1; id=1",
                "v=STSv1;id=1",
                "v=STSv1; id=1;",
                "v=STSv1 ; id=1 ; ",
                "v=STSv1; a=b; id=20160831085700Z; x-y.z_=q;",
                "v=STSv1; id=1; id=***",
            })
    void records_by_the_grammar_are_read(String text) {
        boolean discarded = text.startsWith("v=STSv1 ;");
        assertThat(world.record(text).ask().mode())
                .isEqualTo(discarded ? StsMode.ABSENT : StsMode.ENFORCE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=STSv2; id=1", "V=STSv1; id=1", "x", "v=spf1 -all", " v=STSv1; id=1"})
    void records_of_other_kinds_are_discarded(String text) {
        assertThat(world.record(text).ask()).isEqualTo(new StsState.Absent());
        assertThat(world.record(text, "v=STSv1; id=1").ask().enforced()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "v=STSv1;",
                "v=STSv1; id=",
                "v=STSv1; id=a-b",
                "v=STSv1; id=123456789012345678901234567890123",
                "v=STSv1; ID=1",
                "v=STSv1; id=1; nonsense",
                "v=STSv1; id=1;;",
                "v=STSv1; id=1; =x",
            })
    void records_against_the_grammar_are_invalid(String text) {
        StsState state = world.record(text).ask();
        assertThat(state.mode()).isEqualTo(StsMode.FAULTY);
        assertThat(state.fault().map(TlsTrouble::problem)).contains(STS_POLICY_INVALID);
        assertThat(world.fetches()).isZero();
    }

    @Test
    void two_records_are_no_policy_and_a_fault() {
        StsState state = world.record("v=STSv1; id=1", "v=STSv1; id=2").ask();
        assertThat(state)
                .isEqualTo(
                        new StsState.Faulty(
                                new TlsTrouble(
                                        STS_POLICY_INVALID,
                                        "2 TXT records that begin with v=STSv1;")));
    }

    @Test
    void a_policy_is_fetched_once_while_it_is_fresh() {
        world.ask();
        world.pass(Duration.ofHours(23));
        assertThat(world.ask().enforced()).isTrue();
        assertThat(world.fetches()).isOne();
    }

    @Test
    void a_new_id_fetches_at_once() {
        world.ask();
        world.server.now(policy(POLICY.replace("enforce", "testing")));
        assertThat(world.ask().mode()).isEqualTo(StsMode.ENFORCE);
        assertThat(world.record("v=STSv1; id=2").ask().mode()).isEqualTo(StsMode.TESTING);
        assertThat(world.fetches()).isEqualTo(2);
    }

    @Test
    void a_policy_is_fetched_again_every_day() {
        world.ask();
        world.pass(Duration.ofHours(24));
        world.ask();
        assertThat(world.fetches()).isEqualTo(2);
    }

    @Test
    void a_policy_is_fetched_again_when_max_age_has_run_out() {
        world.server.now(policy(POLICY.replace("604800", "60")));
        world.ask();
        world.pass(Duration.ofSeconds(59));
        world.ask();
        assertThat(world.fetches()).isOne();
        world.pass(Duration.ofSeconds(1));
        assertThat(world.ask().enforced()).isTrue();
        assertThat(world.fetches()).isEqualTo(2);
    }

    @Test
    void a_policy_that_may_not_be_kept_holds_for_who_has_just_fetched_it() {
        world.server.now(policy(POLICY.replace("604800", "0")));
        assertThat(world.ask().enforced()).isTrue();
        assertThat(world.ask().enforced()).isTrue();
        assertThat(world.fetches()).isEqualTo(2);
    }

    @Test
    void a_failed_fetch_leaves_an_unexpired_policy_in_force_and_is_reported() {
        world.ask();
        world.server.now(BROKEN);
        world.pass(Duration.ofDays(2));
        StsState state = world.ask();
        assertThat(state.enforced()).isTrue();
        assertThat(state.fault().map(TlsTrouble::problem)).contains(STS_POLICY_FETCH_ERROR);
        world.pass(Duration.ofDays(5));
        assertThat(world.ask().mode()).isEqualTo(StsMode.FAULTY);
    }

    @Test
    void a_vanished_record_leaves_an_unexpired_policy_in_force_and_is_reported() {
        world.ask();
        world.record();
        StsState state = world.ask();
        assertThat(state.enforced()).isTrue();
        assertThat(state.fault().map(TlsTrouble::problem)).contains(STS_POLICY_FETCH_ERROR);
        world.pass(Duration.ofDays(7));
        assertThat(world.ask()).isEqualTo(new StsState.Absent());
    }

    @Test
    void a_broken_record_leaves_an_unexpired_policy_in_force_and_is_reported() {
        world.ask();
        StsState state = world.record("v=STSv1;").ask();
        assertThat(state.enforced()).isTrue();
        assertThat(state.fault().map(TlsTrouble::problem)).contains(STS_POLICY_INVALID);
    }

    @Test
    void a_dns_failure_leaves_an_unexpired_policy_in_force() {
        world.ask();
        world.dns.refusing(TXT, 2);
        assertThat(world.ask().enforced()).isTrue();
        assertThat(world.ask().fault()).isEmpty();
        world.pass(Duration.ofDays(7));
        assertThat(world.ask()).isInstanceOf(StsState.Unknown.class);
    }

    @Test
    void taking_mta_sts_down_by_mode_none_alarms_nobody() {
        world.server.now(policy("version: STSv1\nmode: none\nmax_age: 86400\n"));
        world.ask();
        world.record();
        assertThat(world.ask().mode()).isEqualTo(StsMode.NONE);
        assertThat(world.ask().fault()).isEmpty();
    }

    @Test
    void a_failed_fetch_is_not_repeated_within_five_minutes() {
        world.server.now(BROKEN);
        StsState first = world.ask();
        world.pass(Duration.ofSeconds(299));
        assertThat(world.ask()).isEqualTo(first);
        assertThat(world.fetches()).isOne();
        world.server.now(policy(POLICY));
        world.pass(Duration.ofSeconds(1));
        assertThat(world.ask().enforced()).isTrue();
        assertThat(world.ask().fault()).isEmpty();
    }

    @Test
    void a_new_id_after_a_failed_fetch_is_tried_at_once() {
        world.server.now(BROKEN);
        world.ask();
        world.server.now(policy(POLICY));
        assertThat(world.record("v=STSv1; id=2").ask().enforced()).isTrue();
    }

    @Test
    void many_who_ask_at_once_share_one_fetch() throws Exception {
        Callable<StsState> ask = world::ask;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<StsState> state : threads.invokeAll(Collections.nCopies(50, ask))) {
                assertThat(state.get().enforced()).isTrue();
            }
        }
        assertThat(world.fetches()).isOne();
    }
}
