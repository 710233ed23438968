package io.rcptwatch.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.report.Samples;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.ReplyClassifier;
import org.junit.jupiter.api.Test;

class UnclassifiedRepliesTest {
    private final Target target = Samples.target("a.example");
    private final UnclassifiedReplies replies = new UnclassifiedReplies(ReplyClassifier.standard());

    private void heard(Outcome outcome, String text) {
        Observation observation =
                Samples.observation(
                        target,
                        "mx.a.example",
                        outcome,
                        OutcomeClass.REJECTED,
                        Reply.of(550, text));
        TargetState state = TargetState.unknown(target);
        replies.accept(new LedgerEvent(state, state, new LedgerEntry.Observed(observation)));
    }

    @Test
    void two_that_differ_only_in_addresses_are_one() {
        heard(Outcome.UNCLASSIFIED, "Zzz 192.0.2.1 <a@example.com>");
        heard(Outcome.UNCLASSIFIED, "zzz 192.0.2.99 <b@example.org>");

        assertThat(replies.entries())
                .singleElement()
                .satisfies(
                        entry -> {
                            assertThat(entry.count()).isEqualTo(2);
                            assertThat(entry.normalised()).isEqualTo("550 zzz <ip> <address>");
                            assertThat(entry.reply().text()).contains("192.0.2.99");
                            assertThat(entry.mx()).contains("mx.a.example");
                            assertThat(entry.lastSeen()).isEqualTo(Samples.NOW);
                        });
    }

    @Test
    void the_most_frequent_comes_first() {
        heard(Outcome.UNCLASSIFIED, "zzz");
        heard(Outcome.UNCLASSIFIED, "qqq");
        heard(Outcome.UNCLASSIFIED, "qqq");

        assertThat(replies.entries())
                .extracting(UnclassifiedReplies.Counted::normalised)
                .containsExactly("550 qqq", "550 zzz");
    }

    @Test
    void what_a_rule_knows_is_not_among_them() {
        heard(Outcome.IP_BLOCKED, "zzz");

        assertThat(replies.entries()).isEmpty();
    }

    @Test
    void a_server_that_never_says_the_same_does_not_fill_the_memory() {
        for (int i = 0; i < UnclassifiedReplies.MOST + 5; i++) {
            heard(Outcome.UNCLASSIFIED, "z".repeat(i));
        }

        assertThat(replies.entries()).hasSize(UnclassifiedReplies.MOST);
    }
}
