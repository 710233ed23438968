package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.probe.ProbeEnd;
import io.rcptwatch.report.Samples;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(30)
class AgentHealthTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicLong left = new AtomicLong(1000);
    private final AgentHealth wellbeing = new AgentHealth(left::get, LONG);

    @Test
    void a_schedule_that_stands_still_is_an_ailment_until_it_moves() throws Exception {
        AgentHealth impatient = new AgentHealth(left::get, Duration.ofMillis(50));
        assertThat(impatient.ailments()).isEmpty();

        Thread.sleep(60);
        assertThat(impatient.ailments()).containsExactly(HealthProblem.SCHEDULE_STALLED);

        impatient.ticked();
        assertThat(impatient.ailments()).isEmpty();
    }

    @Test
    void too_few_descriptors_are_an_ailment_as_long_as_they_are_too_few() {
        left.set(AgentHealth.FEWEST_DESCRIPTORS - 1);
        assertThat(wellbeing.ailments()).containsExactly(HealthProblem.DESCRIPTORS_USED_UP);

        left.set(AgentHealth.FEWEST_DESCRIPTORS);
        assertThat(wellbeing.ailments()).isEmpty();
    }

    @Test
    void a_resolver_that_tells_nothing_about_anybody_is_an_ailment_until_it_speaks() {
        for (int i = 0; i < AgentHealth.SILENT_DOMAINS; i++) {
            assertThat(wellbeing.ailments()).isEmpty();
            Target silent = Samples.target("d" + i + ".example");
            finish(wellbeing, silent, unanswered(silent));
        }
        assertThat(wellbeing.ailments()).containsExactly(HealthProblem.RESOLVER_SILENT);

        Target answered = Samples.target("a.example");
        finish(
                wellbeing,
                answered,
                Samples.round(answered, Status.UNREACHABLE, Samples.unroutable(answered)));
        assertThat(wellbeing.ailments()).isEmpty();
    }

    @Test
    void one_domain_whose_own_servers_are_silent_is_no_ailment_of_ours() {
        Target broken = Samples.target("broken.example");
        for (int i = 0; i < 100; i++) {
            finish(wellbeing, broken, unanswered(broken));
        }
        assertThat(wellbeing.ailments()).isEmpty();
    }

    private static void finish(AgentHealth wellbeing, Target target, Round round) {
        TargetState state = TargetState.unknown(target);
        wellbeing.accept(new LedgerEvent(state, state, new LedgerEntry.Finished(round)));
    }

    private static Round unanswered(Target target) {
        ProbeEnd.NoRoute ending =
                new ProbeEnd.NoRoute(ProbeEnd.NoRoute.Cause.LOOKUP_FAILED, "no answer");
        Conversation conversation = Conversation.notHeld(ending);
        Observation observation =
                new Observation(
                        target.domain(),
                        "default",
                        Provider.OTHER,
                        Optional.empty(),
                        0,
                        Optional.empty(),
                        Optional.empty(),
                        conversation,
                        Samples.verdict(Outcome.DNS_ERROR, OutcomeClass.DNS, ending),
                        HostPolicy.configured(target.tls()).judge(conversation),
                        Samples.NOW);
        return Samples.round(target, Status.INCONCLUSIVE, observation);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_process_without_descriptors_says_so_calls_it_its_own_fault_and_recovers()
            throws Exception {
        Process process =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "ulimit -n 1024; exec \"$@\"",
                                "bash",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                UsedUp.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.lines().toList())
                .containsSubsequence(
                        "at first []",
                        "used up [DESCRIPTORS_USED_UP]",
                        "asked LOCAL_ERROR",
                        "at last []");
    }
}
