package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.Family;
import io.rcptwatch.target.OutcomeClass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DomainStatusTest {
    private static HostResult expected(int preference, Family family) {
        return new HostResult(
                preference, Optional.of(family), OutcomeClass.OK, SenderMove.DELIVER, true, true);
    }

    private static HostResult result(int preference, Family family, OutcomeClass outcomeClass) {
        return result(
                preference,
                family,
                outcomeClass,
                switch (outcomeClass) {
                    case OK -> SenderMove.DELIVER;
                    case DEFERRED -> SenderMove.TRY_NEXT_AFTER_SESSION;
                    case REJECTED -> SenderMove.BOUNCE;
                    case DNS -> SenderMove.NO_HOST;
                    case NETWORK, TLS, LOCAL -> SenderMove.TRY_NEXT;
                });
    }

    private static HostResult result(
            int preference, Family family, OutcomeClass outcomeClass, SenderMove move) {
        return new HostResult(
                preference,
                Optional.of(family),
                outcomeClass,
                move,
                outcomeClass != OutcomeClass.LOCAL,
                false);
    }

    private static HostResult hostless(int preference, OutcomeClass outcomeClass) {
        SenderMove move = outcomeClass == OutcomeClass.DNS ? SenderMove.NO_HOST : SenderMove.BOUNCE;
        return new HostResult(preference, Optional.empty(), outcomeClass, move, true, false);
    }

    private static HostResult refusingAtGreeting(int preference) {
        return result(preference, Family.IP4, OutcomeClass.REJECTED, SenderMove.TRY_NEXT);
    }

    private static final HostResult UNKNOWN =
            new HostResult(0, Optional.empty(), OutcomeClass.DNS, SenderMove.NO_HOST, false, false);

    private static void assertStatus(Status status, HostResult... results) {
        assertThat(DomainStatus.of(List.of(results)).status()).isEqualTo(status);
    }

    private static void assertStatus(Status status, String reason, HostResult... results) {
        assertThat(DomainStatus.of(List.of(results)))
                .isEqualTo(new DomainStatus(status, Optional.of(reason)));
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
                "IPv4 and IPv6 differ",
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
                new HostResult(
                        10,
                        Optional.of(Family.IP4),
                        OutcomeClass.REJECTED,
                        SenderMove.BOUNCE,
                        true,
                        true));
    }

    @Test
    void mail_bounces_at_the_first_host_that_rejects_whatever_a_later_one_says() {
        assertStatus(
                Status.REJECTED,
                result(10, Family.IP4, OutcomeClass.REJECTED),
                expected(20, Family.IP4));
        assertStatus(
                Status.REJECTED,
                result(20, Family.IP4, OutcomeClass.DEFERRED),
                result(10, Family.IP4, OutcomeClass.REJECTED));
    }

    @Test
    void a_deferral_moves_a_sender_on_to_a_host_that_rejects_or_accepts() {
        assertStatus(
                Status.REJECTED,
                result(20, Family.IP4, OutcomeClass.REJECTED),
                result(10, Family.IP4, OutcomeClass.DEFERRED));
        assertStatus(
                Status.DEGRADED,
                "no host with the lowest MX preference accepts: mail takes a backup host",
                expected(20, Family.IP4),
                result(10, Family.IP4, OutcomeClass.DEFERRED));
    }

    @Test
    void hosts_with_the_same_preference_of_which_one_rejects_are_degraded() {
        assertStatus(
                Status.DEGRADED,
                "hosts with the same MX preference differ: some mail bounces",
                expected(10, Family.IP4),
                result(10, Family.IP4, OutcomeClass.REJECTED));
    }

    @Test
    void a_deferral_at_one_of_equal_hosts_harms_nothing() {
        assertStatus(
                Status.DELIVERABLE,
                expected(10, Family.IP4),
                result(10, Family.IP4, OutcomeClass.DEFERRED));
    }

    @Test
    void among_equal_hosts_a_rejection_decides_since_a_deferral_moves_a_sender_on() {
        assertStatus(
                Status.REJECTED,
                result(10, Family.IP4, OutcomeClass.REJECTED),
                result(10, Family.IP4, OutcomeClass.DEFERRED));
    }

    @Test
    void after_two_sessions_a_sender_tries_no_third_host() {
        assertStatus(
                Status.DEFERRED,
                "after two hosts that defer a sender tries no third one",
                result(10, Family.IP4, OutcomeClass.DEFERRED),
                result(20, Family.IP4, OutcomeClass.DEFERRED),
                expected(30, Family.IP4));
        assertStatus(
                Status.DEGRADED,
                result(10, Family.IP4, OutcomeClass.DEFERRED),
                result(20, Family.IP4, OutcomeClass.NETWORK),
                expected(30, Family.IP4));
    }

    @Test
    void two_sessions_at_the_only_hosts_are_deferred_without_more_ado() {
        assertThat(
                        DomainStatus.of(
                                List.of(
                                        result(10, Family.IP4, OutcomeClass.DEFERRED),
                                        result(20, Family.IP4, OutcomeClass.DEFERRED))))
                .isEqualTo(new DomainStatus(Status.DEFERRED, Optional.empty()));
    }

    @Test
    void a_rejection_says_more_than_a_host_that_does_not_answer() {
        assertStatus(
                Status.REJECTED,
                result(10, Family.IP4, OutcomeClass.NETWORK),
                result(20, Family.IP4, OutcomeClass.REJECTED));
    }

    @Test
    void a_rejection_at_every_greeting_is_rejected() {
        assertStatus(Status.REJECTED, refusingAtGreeting(10), refusingAtGreeting(20));
        assertStatus(Status.REJECTED, refusingAtGreeting(10), hostless(20, OutcomeClass.DNS));
    }

    @Test
    void a_rejection_at_the_greeting_of_one_host_moves_a_sender_on() {
        assertStatus(Status.DEGRADED, refusingAtGreeting(10), expected(20, Family.IP4));
        assertStatus(
                Status.DEFERRED,
                refusingAtGreeting(10),
                result(20, Family.IP4, OutcomeClass.NETWORK));
        assertStatus(
                Status.DEFERRED,
                result(10, Family.IP4, OutcomeClass.DEFERRED),
                refusingAtGreeting(20));
    }

    @Test
    void no_host_answering_is_unreachable() {
        assertStatus(
                Status.UNREACHABLE,
                result(10, Family.IP4, OutcomeClass.NETWORK),
                result(20, Family.IP4, OutcomeClass.TLS));
        assertStatus(
                Status.UNREACHABLE,
                hostless(10, OutcomeClass.DNS),
                result(20, Family.IP4, OutcomeClass.NETWORK));
    }

    @Test
    void mail_to_a_domain_without_a_host_bounces() {
        assertStatus(Status.REJECTED, hostless(0, OutcomeClass.DNS));
        assertStatus(
                Status.REJECTED, hostless(10, OutcomeClass.DNS), hostless(20, OutcomeClass.DNS));
    }

    @Test
    void a_null_mx_is_rejected() {
        assertStatus(Status.REJECTED, hostless(0, OutcomeClass.REJECTED));
    }

    @Test
    void where_the_families_differ_and_none_is_good_they_are_hosts_of_one_way() {
        assertStatus(
                Status.REJECTED,
                result(10, Family.IP4, OutcomeClass.NETWORK),
                result(10, Family.IP6, OutcomeClass.REJECTED));
    }
}
