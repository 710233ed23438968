package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.OutcomeClass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StatusTest {
    private static HostResult expected(int preference, Family family) {
        return new HostResult(preference, Optional.of(family), OutcomeClass.OK, true, true);
    }

    private static HostResult result(int preference, Family family, OutcomeClass outcomeClass) {
        return new HostResult(
                preference,
                Optional.of(family),
                outcomeClass,
                outcomeClass != OutcomeClass.LOCAL,
                false);
    }

    private static HostResult hostless(int preference, OutcomeClass outcomeClass) {
        return new HostResult(preference, Optional.empty(), outcomeClass, true, false);
    }

    private static final HostResult UNKNOWN =
            new HostResult(0, Optional.empty(), OutcomeClass.DNS, false, false);

    private static void assertStatus(Status status, HostResult... results) {
        assertThat(Status.of(List.of(results))).isEqualTo(status);
    }

    @Test
    void nothing_known_is_inconclusive() {
        assertStatus(Status.INCONCLUSIVE);
        assertStatus(Status.INCONCLUSIVE, UNKNOWN);
        assertStatus(Status.INCONCLUSIVE, result(10, Family.IP4, OutcomeClass.LOCAL));
    }

    @Test
    void the_expected_outcome_at_the_best_host_is_deliverable() {
        assertStatus(Status.DELIVERABLE, expected(10, Family.IP4));
        assertStatus(
                Status.DELIVERABLE,
                expected(10, Family.IP4),
                result(20, Family.IP4, OutcomeClass.REJECTED));
    }

    @Test
    void one_of_several_best_hosts_is_enough() {
        assertStatus(
                Status.DELIVERABLE,
                result(10, Family.IP4, OutcomeClass.NETWORK),
                expected(10, Family.IP4));
    }

    @Test
    void what_is_inconclusive_never_turns_a_good_status_bad() {
        assertStatus(Status.DELIVERABLE, UNKNOWN, expected(20, Family.IP4));
        assertStatus(
                Status.DELIVERABLE,
                result(10, Family.IP4, OutcomeClass.LOCAL),
                expected(20, Family.IP4));
    }

    @Test
    void the_expected_outcome_only_at_another_host_is_degraded() {
        assertStatus(
                Status.DEGRADED,
                result(10, Family.IP4, OutcomeClass.NETWORK),
                expected(20, Family.IP4));
        assertStatus(Status.DEGRADED, hostless(10, OutcomeClass.DNS), expected(20, Family.IP4));
    }

    @Test
    void a_worse_host_without_addresses_harms_nothing() {
        assertStatus(Status.DELIVERABLE, expected(10, Family.IP4), hostless(20, OutcomeClass.DNS));
    }

    @Test
    void the_expected_outcome_only_over_another_family_is_degraded() {
        assertStatus(
                Status.DEGRADED,
                expected(10, Family.IP4),
                result(10, Family.IP6, OutcomeClass.REJECTED));
    }

    @Test
    void each_family_has_its_own_best_host() {
        assertStatus(Status.DELIVERABLE, expected(10, Family.IP4), expected(20, Family.IP6));
    }

    @Test
    void an_acceptance_that_is_not_expected_is_degraded() {
        assertStatus(Status.DEGRADED, result(10, Family.IP4, OutcomeClass.OK));
    }

    @Test
    void a_refusal_that_is_expected_is_deliverable() {
        assertStatus(
                Status.DELIVERABLE,
                new HostResult(10, Optional.of(Family.IP4), OutcomeClass.REJECTED, true, true));
    }

    @Test
    void the_refusal_of_the_best_host_decides() {
        assertStatus(
                Status.REJECTED,
                result(20, Family.IP4, OutcomeClass.DEFERRED),
                result(10, Family.IP4, OutcomeClass.REJECTED));
        assertStatus(
                Status.DEFERRED,
                result(20, Family.IP4, OutcomeClass.REJECTED),
                result(10, Family.IP4, OutcomeClass.DEFERRED));
    }

    @Test
    void among_equal_hosts_a_deferral_decides_since_senders_try_again() {
        assertStatus(
                Status.DEFERRED,
                result(10, Family.IP4, OutcomeClass.REJECTED),
                result(10, Family.IP4, OutcomeClass.DEFERRED));
    }

    @Test
    void a_refusal_says_more_than_a_host_that_does_not_answer() {
        assertStatus(
                Status.REJECTED,
                result(10, Family.IP4, OutcomeClass.NETWORK),
                result(20, Family.IP4, OutcomeClass.REJECTED));
    }

    @Test
    void nobody_answering_is_unreachable() {
        assertStatus(
                Status.UNREACHABLE,
                result(10, Family.IP4, OutcomeClass.NETWORK),
                result(20, Family.IP4, OutcomeClass.TLS));
        assertStatus(Status.UNREACHABLE, hostless(0, OutcomeClass.DNS));
    }

    @Test
    void a_null_mx_is_rejected() {
        assertStatus(Status.REJECTED, hostless(0, OutcomeClass.REJECTED));
    }
}
