package io.rcptwatch.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.probe.Conversation;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.verdict.Provider;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.verdict.Verdict;
import java.util.List;

/**
 * A conversation from both its ends.
 *
 * @param conversation as we kept it
 * @param log as the server wrote it down
 */
record Heard(Conversation conversation, List<String> log) {
    private static final ReplyClassifier JUDGE = ReplyClassifier.standard();

    Heard means(OutcomeClass outcomeClass, Outcome outcome) {
        Verdict verdict = JUDGE.judge(conversation, Provider.OTHER);
        assertThat(verdict.outcome()).as("%s", verdict).isEqualTo(outcome);
        assertThat(verdict.outcomeClass()).as("%s", verdict).isEqualTo(outcomeClass);
        return this;
    }

    /** The answer that decided has that text in it. */
    Heard answered(String text) {
        Verdict verdict = JUDGE.judge(conversation, Provider.OTHER);
        assertThat(verdict.reply().map(Object::toString).orElse("no reply")).contains(text);
        return this;
    }

    /** The server's log has that text in it. */
    Heard logged(String text) {
        assertThat(log).anySatisfy(line -> assertThat(line).contains(text));
        return this;
    }
}
