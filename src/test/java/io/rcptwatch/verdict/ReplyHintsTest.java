package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyHintsTest {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();

    private static ReplyHints clues(String reply) {
        return JUDGE.explain(PastedReply.of(reply), Optional.empty(), Optional.empty()).clues();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "451 4.7.1 Greylisted, please try again in 360 seconds | PT6M",
                "450 Greylisting in effect, come back later in 5 minutes | PT5M",
                "451 4.7.1 Greylisting in action, please come back in 00:05:30 | PT5M30S",
                "421 Too many connections. Please wait 1 hour before trying again | PT1H",
                "450 4.7.1 You have been greylisted: retry after 300s | PT5M",
                "451 Bitte versuchen Sie es in 10 Minuten erneut | PT10M",
            })
    void a_wait_that_is_named_is_understood(String reply, Duration wait) {
        assertThat(clues(reply).retryAfter()).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 5.7.1 Try again in 360 seconds",
                "451 4.7.1 Limit of 50 messages per 60 seconds exceeded",
                "451 Try again in 999999 hours",
                "451 Try again in 0 seconds",
                "451 Try again later",
            })
    void what_is_no_wait_is_none(String reply) {
        assertThat(clues(reply).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "554 5.7.1 Client host [192.0.2.25] blocked using zen.spamhaus.org | 192.0.2.25",
                "554 5.7.1 blocked (2001:db8::25), see the list | 2001:db8::25",
                "550 5.7.1 IP=192.0.2.25: no | 192.0.2.25",
                "550 blocked using list; 127.0.0.2 for 192.0.2.25. | 192.0.2.25",
            })
    void the_address_that_is_refused_is_found(String reply, String address) {
        assertThat(clues(reply).address()).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "421 4.7.0 [TS01] Messages deferred - 4.16.55.1.2",
                "550 5.1.1 at 12:30:45 nobody here",
                "550 blocked using list; 127.0.0.2",
            })
    void other_numbers_are_no_address(String reply) {
        assertThat(clues(reply).address()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "554 5.7.1 Client host [192.0.2.25] blocked using zen.spamhaus.org; x | zen.spamhaus.org",
                "550 192.0.2.25 is listed at bl.example.org | bl.example.org",
                "554 5.7.1 Blocked - see https://www.spamcop.net/bl.shtml?192.0.2.25 | spamcop.net",
            })
    void the_list_is_found(String reply, String list) {
        assertThat(clues(reply).list()).contains(list);
    }

    @ParameterizedTest
    @ValueSource(strings = {"250 2.1.5 Ok", "550 5.1.1 User unknown in mail.example.org"})
    void a_reply_that_names_nothing_has_none(String reply) {
        assertThat(clues(reply)).isEqualTo(ReplyHints.NONE);
    }
}
