package io.rcptwatch.limits;

import static io.rcptwatch.limits.Crowd.GOOGLE;
import static io.rcptwatch.limits.Crowd.START;
import static io.rcptwatch.limits.Crowd.as;
import static io.rcptwatch.limits.Crowd.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.Phase;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.Politeness.Allowance;
import io.rcptwatch.verdict.Basis;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final ReceiverFeedback UNWANTED =
            new ReceiverFeedback.Unwanted(Duration.ZERO, Outcome.IP_BLOCKED);
    private static final ReceiverFeedback WELCOME = new ReceiverFeedback.Welcome();
    private static final ReceiverFeedback NOTHING = new ReceiverFeedback.Nothing();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Crowd crowd = Crowd.free();

    @Test
    void a_provider_that_does_not_want_us_is_left_alone_at_all_its_hosts() {
        crowd.hold(at(1, GOOGLE), UNWANTED);
        crowd.pass(MINUTE);

        Ticket ticket = crowd.ask(at(2, GOOGLE));
        assertThat(crowd.decisions())
                .containsExactly(new Admission.Denied(ticket, Admission.DenialReason.BACKOFF));
        assertThat(crowd.hold(at(3, new Provider("apple")), WELCOME)).isTrue();
    }

    @Test
    void what_one_identity_is_told_does_not_hold_for_another() {
        crowd.hold(at(1, GOOGLE), UNWANTED);

        assertThat(crowd.hold(as("second", 1, GOOGLE), WELCOME)).isTrue();
    }

    @Test
    void of_hosts_of_nobody_in_particular_only_the_one_is_left_alone() {
        crowd.hold(at(1, Provider.OTHER), UNWANTED);

        assertThat(crowd.hold(at(1, Provider.OTHER), WELCOME)).isFalse();
        assertThat(crowd.hold(at(2, Provider.OTHER), WELCOME)).isTrue();
    }

    @Test
    void a_thousand_domains_make_one_trial_when_the_time_is_over() {
        crowd.hold(at(1, GOOGLE), UNWANTED);
        crowd.pass(Duration.ofMinutes(23));
        IntStream.range(0, 1_000).forEach(i -> crowd.ask(at(i, GOOGLE)));

        List<Ticket> trial = crowd.admitted();
        assertThat(trial).hasSize(1);
        assertThat(crowd.hold(at(5, GOOGLE), WELCOME)).as("while it goes on").isFalse();
        crowd.leave(trial.getFirst(), UNWANTED);
        assertThat(crowd.hold(at(5, GOOGLE), WELCOME)).as("after it").isFalse();
    }

    @Test
    void the_first_success_ends_it_and_everything_begins_anew() {
        crowd.hold(at(1, GOOGLE), UNWANTED);
        crowd.pass(Duration.ofMinutes(23));
        assertThat(crowd.hold(at(1, GOOGLE), WELCOME)).isTrue();

        IntStream.range(0, 5).forEach(i -> assertThat(crowd.hold(at(i, GOOGLE), WELCOME)).isTrue());
        assertThat(crowd.gate.backoffs()).isEmpty();
    }

    @Test
    void each_trial_that_fails_doubles_the_wait_up_to_the_cap() {
        List<Duration> waits = new ArrayList<>();
        for (Instant last = START; waits.size() < 8; last = crowd.now) {
            assertThat(crowd.hold(at(1, GOOGLE), UNWANTED)).isTrue();
            crowd.now = crowd.gate.backoffs().getFirst().until();
            waits.add(Duration.between(last, crowd.now));
        }

        for (int i = 0; i < waits.size(); i++) {
            double minutes = Math.min(360, 20 * Math.pow(2, i));
            assertThat(waits.get(i).toSeconds() / 60.0)
                    .isBetween(0.9 * minutes, Math.min(360, 1.1 * minutes));
        }
    }

    @Test
    void what_said_nothing_leaves_the_wait_as_it_is() {
        crowd.hold(at(1, GOOGLE), UNWANTED);
        crowd.pass(Duration.ofMinutes(23));
        crowd.hold(at(1, GOOGLE), NOTHING);

        Backoff backoff = crowd.gate.backoffs().getFirst();
        assertThat(backoff.step()).isEqualTo(Duration.ofMinutes(20));
        assertThat(backoff.until()).isAfter(crowd.now.plus(Duration.ofMinutes(17)));
        assertThat(backoff.since()).isEqualTo(START);
    }

    @Test
    void a_longer_wait_that_a_reply_names_is_honoured_but_not_ten_years() {
        crowd.hold(
                at(1, GOOGLE),
                new ReceiverFeedback.Unwanted(Duration.ofHours(9), Outcome.IP_BLOCKED));
        assertThat(crowd.gate.backoffs().getFirst().until())
                .isEqualTo(START.plus(Duration.ofHours(9)));

        Provider apple = new Provider("apple");
        crowd.hold(
                at(2, apple),
                new ReceiverFeedback.Unwanted(Duration.ofDays(3_650), Outcome.IP_BLOCKED));
        assertThat(crowd.gate.backoffs())
                .filteredOn(b -> b.party().equals("apple"))
                .extracting(Backoff::until)
                .containsExactly(START.plus(Duration.ofDays(1)));
    }

    @Test
    void conversations_that_were_under_way_neither_end_nor_prolong_it() {
        Ticket first = crowd.ask(at(1, GOOGLE));
        Ticket second = crowd.ask(at(2, GOOGLE));
        Ticket third = crowd.ask(at(3, GOOGLE));
        assertThat(crowd.admitted()).hasSize(3);

        crowd.leave(first, UNWANTED);
        List<Backoff> before = crowd.gate.backoffs();
        crowd.leave(second, UNWANTED);
        crowd.leave(third, WELCOME);

        assertThat(crowd.gate.backoffs()).isEqualTo(before).hasSize(1);
    }

    @Test
    void who_waits_for_room_when_it_begins_is_refused() {
        Crowd narrow = new Crowd(Crowd.PLENTY, new Allowance(1, 100, 100), Crowd.PLENTY);
        Ticket first = narrow.ask(at(1, GOOGLE));
        Ticket second = narrow.ask(at(2, GOOGLE));
        assertThat(narrow.admitted()).containsExactly(first);

        narrow.leave(first, UNWANTED);

        assertThat(narrow.decisions())
                .containsExactly(new Admission.Denied(second, Admission.DenialReason.BACKOFF));
    }

    @Test
    void it_goes_on_after_a_restart_however_wrong_the_clock_was() {
        crowd.hold(at(1, GOOGLE), UNWANTED);
        Backoff backoff = crowd.gate.backoffs().getFirst();
        Crowd after = Crowd.free();
        after.gate.restore(List.of(), List.of(backoff), START.plus(MINUTE));
        after.pass(MINUTE);
        assertThat(after.hold(at(1, GOOGLE), WELCOME)).isFalse();

        Crowd earlier = Crowd.free();
        earlier.now = START.minus(Duration.ofDays(1_000));
        earlier.gate.restore(List.of(), List.of(backoff), earlier.now);
        earlier.pass(Duration.ofDays(1));
        assertThat(earlier.hold(at(1, GOOGLE), WELCOME)).isTrue();
    }

    @Test
    void it_is_about_us_when_the_address_the_rate_or_the_identity_is_refused() {
        assertThat(heard("554 5.7.1 Client host [192.0.2.1] blocked using zen.spamhaus.org"))
                .isEqualTo(UNWANTED);
        assertThat(heard("421 4.7.0 Too many connections, try again in 20 minutes"))
                .isEqualTo(
                        new ReceiverFeedback.Unwanted(
                                Duration.ofMinutes(20), Outcome.RATE_LIMITED));
        assertThat(heard("550 5.1.1 User unknown")).isEqualTo(WELCOME);
        assertThat(heard("450 4.2.0 Greylisted, try again later")).isEqualTo(WELCOME);
    }

    @Test
    void a_421_instead_of_a_greeting_is_about_us_and_later_it_is_not() {
        String reply = "421 4.3.2 Service not available, closing transmission channel";

        assertThat(heard(reply, Phase.BANNER))
                .isEqualTo(
                        new ReceiverFeedback.Unwanted(Duration.ZERO, Outcome.SERVICE_UNAVAILABLE));
        assertThat(heard(reply, Phase.RCPT)).isEqualTo(WELCOME);
    }

    @Test
    void a_block_that_only_the_code_suggests_makes_no_backoff() {
        String code = "550 5.7.25 computer says no";
        Verdict guess =
                ReplyClassifier.standard()
                        .explain(PastedReply.of(code), Optional.of(Phase.RCPT), Optional.empty());

        assertThat(guess.outcome()).isEqualTo(Outcome.CLIENT_IDENTITY_REJECTED);
        assertThat(guess.basis()).isEqualTo(Basis.CODE);
        assertThat(heard(code)).isEqualTo(WELCOME);
    }

    private static ReceiverFeedback heard(String reply) {
        return heard(reply, Phase.RCPT);
    }

    private static ReceiverFeedback heard(String reply, Phase phase) {
        return ReceiverFeedback.in(
                ReplyClassifier.standard()
                        .explain(PastedReply.of(reply), Optional.of(phase), Optional.empty()));
    }
}
