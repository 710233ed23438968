package io.rcptwatch.watch;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.Status;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private final Target a = target("a.example");
    private final Ledger ledger = new Ledger(List.of(a), InstantSource.fixed(NOW));
    private final List<LedgerEvent> events = new ArrayList<>();

    private TargetState state(Target target) {
        return ledger.standing(target.domain()).orElseThrow();
    }

    private static LedgerEntry.Finished finished(Target target, Status status) {
        return new LedgerEntry.Finished(round(target, status, accepted(target, "mx.a.example")));
    }

    @Test
    void an_event_holds_the_state_before_and_after_and_the_cause() {
        ledger.subscribe(events::add);
        TargetState before = state(a);
        ledger.post(a, finished(a, Status.DELIVERABLE));

        assertThat(events)
                .containsExactly(
                        new LedgerEvent(before, state(a), finished(a, Status.DELIVERABLE)));
        assertThat(before.status("default")).isEqualTo(Status.PENDING);
        assertThat(state(a).status("default")).isEqualTo(Status.DELIVERABLE);
    }

    @Test
    void a_subscriber_sees_the_ledger_as_it_is_after_the_event() {
        List<TargetState> seen = new ArrayList<>();
        ledger.subscribe(event -> seen.add(state(a)));
        ledger.post(a, finished(a, Status.DELIVERABLE));
        ledger.post(a, finished(a, Status.REJECTED));

        assertThat(seen)
                .extracting(state -> state.status("default"))
                .containsExactly(Status.DELIVERABLE, Status.REJECTED);
    }

    @Test
    void a_subscriber_that_fails_keeps_no_other_from_hearing() {
        ledger.subscribe(
                _ -> {
                    throw new IllegalStateException("planted by the test");
                });
        ledger.subscribe(events::add);
        ledger.post(a, new LedgerEntry.Routed(Provider.OTHER));

        assertThat(events).hasSize(1);
    }

    @Test
    void a_target_that_is_spelled_in_another_way_keeps_its_state() {
        Target shown = at("Bücher.example", "xn--bcher-kva.example");
        Target plain = at("xn--bcher-kva.example", "xn--bcher-kva.example");
        ledger.list(List.of(a, shown));
        ledger.post(shown, finished(shown, Status.DELIVERABLE));
        ledger.list(List.of(plain, a));

        assertThat(ledger.standings())
                .extracting(state -> state.target().domain().configured())
                .containsExactly("xn--bcher-kva.example", "a.example");
        assertThat(state(plain).status("default")).isEqualTo(Status.DELIVERABLE);
        assertThat(ledger.named("XN--BCHER-KVA.example")).contains(state(shown));
    }

    private Target at(String configured, String ascii) {
        return a.at(new DomainName(configured, ascii), a.recipient());
    }

    @Test
    void of_a_target_that_is_not_listed_nothing_is_kept_but_all_is_told() {
        ledger.post(a, finished(a, Status.DELIVERABLE));
        ledger.list(List.of());
        ledger.subscribe(events::add);
        ledger.post(a, new LedgerEntry.Observed(blocked(a, "mx.a.example")));

        assertThat(events).singleElement().matches(event -> !event.listed());
        assertThat(ledger.standing(a.domain())).isEmpty();
        ledger.list(List.of(a));
        assertThat(state(a)).isEqualTo(TargetState.unknown(a).listed(true));
    }

    @Test
    void a_target_that_was_asked_about_on_demand_keeps_its_state_when_it_is_listed() {
        Target b = target("b.example");
        ledger.admit(b);
        ledger.post(b, finished(b, Status.DELIVERABLE));
        assertThat(ledger.standings()).extracting(TargetState::target).containsExactly(a);

        ledger.list(List.of(a, b));
        ledger.drop(b.domain());
        assertThat(ledger.standings()).extracting(TargetState::target).containsExactly(a, b);
        assertThat(state(b).status("default")).isEqualTo(Status.DELIVERABLE);
    }

    @Test
    void an_entry_that_changes_nothing_is_told_too() {
        ledger.subscribe(events::add);
        ledger.post(a, new LedgerEntry.Began(Duration.ofSeconds(1)));
        ledger.post(a, new LedgerEntry.Skipped(SkipReason.BUDGET));

        assertThat(events).hasSize(2).allMatch(event -> event.before().equals(event.after()));
    }
}
