package io.rcptwatch.limits;

import static io.rcptwatch.limits.Crowd.GOOGLE;
import static io.rcptwatch.limits.Crowd.PLENTY;
import static io.rcptwatch.limits.Crowd.START;
import static io.rcptwatch.limits.Crowd.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.Samples;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.verdict.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final ReceiverFeedback WELCOME = new ReceiverFeedback.Welcome();

    @Test
    void a_host_is_asked_so_often_a_minute_however_many_want_to() {
        Crowd crowd = new Crowd(new Allowance(10, 5, 1_000), PLENTY, PLENTY);

        List<Instant> begun = crowd.begun(Collections.nCopies(20, at(1, Provider.OTHER)));

        assertThat(mostWithin(begun, Duration.ofMinutes(1))).isEqualTo(5);
        assertThat(begun.getLast()).isBefore(START.plus(Duration.ofSeconds(3 * 62 + 1)));
    }

    @Test
    void a_provider_is_asked_so_often_a_day_over_all_its_hosts() {
        Crowd crowd = new Crowd(PLENTY, new Allowance(10, 1_000, 30), PLENTY);

        List<Instant> begun =
                crowd.begun(IntStream.range(0, 100).mapToObj(i -> at(i, GOOGLE)).toList());

        assertThat(mostWithin(begun, Duration.ofDays(1))).isEqualTo(30);
        assertThat(begun.getLast()).isBefore(START.plus(Duration.ofHours(3 * 25 + 1)));
    }

    @Test
    void all_together_are_asked_so_often_a_minute() {
        Crowd crowd = new Crowd(PLENTY, PLENTY, new Allowance(100, 7, 1_000));

        List<Instant> begun =
                crowd.begun(IntStream.range(0, 50).mapToObj(i -> at(i, Provider.OTHER)).toList());

        assertThat(mostWithin(begun, Duration.ofMinutes(1))).isEqualTo(7);
    }

    @Test
    void hosts_of_nobody_in_particular_share_nothing() {
        Crowd crowd = new Crowd(PLENTY, new Allowance(1, 1, 1), PLENTY);
        IntStream.range(0, 10).forEach(i -> crowd.ask(at(i, Provider.OTHER)));

        assertThat(crowd.admitted()).hasSize(10);
    }

    @Test
    void an_address_has_one_budget_under_the_names_of_two_providers() {
        Crowd crowd = new Crowd(new Allowance(1, 2, 100), PLENTY, PLENTY);
        crowd.ask(at(1, GOOGLE));
        crowd.ask(at(1, Provider.OTHER));

        List<Ticket> first = crowd.admitted();
        assertThat(first).hasSize(1);
        crowd.leave(first.getFirst(), WELCOME);
        assertThat(crowd.admitted()).hasSize(1);
        crowd.ask(at(1, GOOGLE));
        assertThat(crowd.admitted()).isEmpty();
    }

    @Test
    void the_one_who_was_asked_about_longest_ago_comes_first() {
        Crowd crowd = new Crowd(PLENTY, new Allowance(1, 1_000, 1_000), PLENTY);
        Ticket running = crowd.ask(at(0, GOOGLE));
        assertThat(crowd.admitted()).containsExactly(running);
        Ticket recent = crowd.ask(at(1, GOOGLE), START.minusSeconds(10));
        Ticket old = crowd.ask(at(2, GOOGLE), START.minusSeconds(1_000));
        Ticket never = crowd.ask(at(3, GOOGLE));

        crowd.leave(running, WELCOME);
        for (Ticket expected : List.of(never, old, recent)) {
            assertThat(crowd.admitted()).containsExactly(expected);
            crowd.leave(expected, WELCOME);
        }
    }

    @Test
    void who_waits_for_a_busy_host_holds_up_nobody_else() {
        Crowd crowd = new Crowd(new Allowance(1, 100, 100), PLENTY, PLENTY);
        crowd.ask(at(1, GOOGLE));
        crowd.ask(at(1, GOOGLE));
        Ticket other = crowd.ask(at(2, GOOGLE), START);

        assertThat(crowd.admitted()).hasSize(2).contains(other);
    }

    @Test
    void who_finds_no_room_in_time_is_refused() {
        Crowd crowd = new Crowd(PLENTY, new Allowance(1, 1_000, 1_000), PLENTY);
        crowd.ask(at(0, GOOGLE));
        crowd.admitted();
        crowd.patience = Duration.ofMinutes(9);
        Ticket late = crowd.ask(at(1, GOOGLE));
        assertThat(crowd.decisions()).isEmpty();

        assertThat(crowd.gate.nextChange()).contains(START.plus(crowd.patience));
        crowd.pass(crowd.patience);

        assertThat(crowd.decisions())
                .containsExactly(new Admission.Denied(late, Admission.DenialReason.BUDGET));
        assertThat(crowd.gate.waiting()).isZero();
    }

    @Test
    void a_clock_that_jumps_ahead_by_a_day_lets_in_no_more_than_a_minute_allows() {
        Crowd crowd = new Crowd(PLENTY, new Allowance(100, 10, 1_000), PLENTY);
        IntStream.range(0, 100).forEach(i -> crowd.ask(at(i, GOOGLE)));
        assertThat(crowd.admitted()).hasSize(10);

        crowd.pass(Duration.ofDays(1));

        assertThat(crowd.admitted()).hasSize(10);
        assertThat(crowd.admitted()).isEmpty();
    }

    @Test
    void budgets_that_were_used_before_a_restart_are_used_after_it() {
        Allowance day = new Allowance(100, 100, 30);
        Crowd before = new Crowd(PLENTY, day, PLENTY);
        IntStream.range(0, 20).forEach(i -> before.hold(at(i, GOOGLE), WELCOME));
        List<BudgetUse> spent = before.gate.spent(Instant.MIN);

        Crowd after = new Crowd(PLENTY, day, PLENTY);
        after.pass(Duration.ofMinutes(2));
        after.gate.restore(spent, List.of(), after.now);
        IntStream.range(0, 20).forEach(i -> after.ask(at(i, GOOGLE)));

        assertThat(after.admitted()).hasSize(10);
        assertThat(after.gate.usage(after.now))
                .contains(
                        new BudgetLevel("google", "day", 30, 30),
                        new BudgetLevel("host", "day", 2, 1_000_000));
    }

    @Test
    void a_smaller_budget_holds_at_once_and_takes_nothing_from_those_who_have_room() {
        Crowd crowd = new Crowd(PLENTY, new Allowance(5, 100, 100), PLENTY);
        List<Ticket> all = IntStream.range(0, 5).mapToObj(i -> crowd.ask(at(i, GOOGLE))).toList();
        assertThat(crowd.admitted()).hasSize(5);

        crowd.gate.allow(Samples.politeness(PLENTY, new Allowance(2, 100, 100), PLENTY), crowd.now);
        crowd.ask(at(6, GOOGLE));
        all.subList(0, 3).forEach(ticket -> crowd.leave(ticket, WELCOME));
        assertThat(crowd.admitted()).isEmpty();
        crowd.leave(all.get(3), WELCOME);
        assertThat(crowd.admitted()).hasSize(1);
    }

    @Test
    void whatever_happens_no_budget_is_exceeded_and_nobody_is_forgotten() {
        Crowd crowd =
                new Crowd(
                        new Allowance(2, 8, 300),
                        new Allowance(4, 25, 900),
                        new Allowance(9, 60, 5_000));
        Random random = new Random(7);
        int decided = 0;
        List<Ticket> open = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            crowd.patience = Duration.ofSeconds(1 + random.nextInt(600));
            Provider provider = random.nextBoolean() ? GOOGLE : Provider.OTHER;
            crowd.ask(at(random.nextInt(12), provider), START.minusSeconds(random.nextInt(99)));
            for (Admission decision : crowd.decisions()) {
                decided++;
                if (decision instanceof Admission.Granted(Ticket ticket)) {
                    open.add(ticket);
                }
            }
            while (!open.isEmpty() && random.nextBoolean()) {
                crowd.leave(open.remove(random.nextInt(open.size())), WELCOME);
            }
            assertThat(crowd.gate.usage(crowd.now)).allMatch(u -> u.used() <= u.limit());
            crowd.pass(Duration.ofMillis(random.nextInt(3_000)));
        }
        open.forEach(ticket -> crowd.leave(ticket, WELCOME));
        crowd.pass(Duration.ofDays(2));
        while (crowd.gate.waiting() > 0) {
            for (Admission decision : crowd.decisions()) {
                decided++;
                crowd.leave(decision.ticket(), WELCOME);
            }
        }
        assertThat(decided).isEqualTo(20_000);
        assertThat(crowd.gate.inside()).isZero();
    }

    private static long mostWithin(List<Instant> begun, Duration period) {
        return begun.stream()
                .mapToLong(
                        from ->
                                begun.stream()
                                        .filter(i -> !i.isBefore(from))
                                        .filter(i -> i.isBefore(from.plus(period)))
                                        .count())
                .max()
                .orElse(0);
    }
}
