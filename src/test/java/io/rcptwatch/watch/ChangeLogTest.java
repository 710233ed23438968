package io.rcptwatch.watch;

import static io.rcptwatch.report.Samples.conversation;
import static io.rcptwatch.report.Samples.observation;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.report.Samples;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.Outcome;
import io.rcptwatch.target.OutcomeClass;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChangeLogTest {
    private static final Logger LOG = Logger.getLogger("io.rcptwatch.changes");

    private final Target a = target("a.example");
    private final Ledger board = new Ledger(List.of(a), InstantSource.fixed(Samples.NOW));
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    lines.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        board.subscribe(new ChangeLog());
        LOG.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(handler);
    }

    private void hear(String mx, String... extensions) {
        Observation observation =
                observation(
                        a,
                        mx,
                        Outcome.ACCEPTED,
                        OutcomeClass.OK,
                        conversation(Reply.of(250, "Ok"), extensions));
        Round round = round(a, Status.DELIVERABLE, observation);
        board.post(a, new LedgerEntry.Finished(round));
    }

    @Test
    void a_change_is_one_line_with_the_domain_and_what_came_and_went() {
        hear("mx1", "DSN");
        hear("mx2", "DSN");
        hear("mx2", "SIZE 1000");
        hear("mx2", "SIZE 1000");

        assertThat(lines)
                .containsExactly(
                        "a.example: mail hosts: appeared mx2; vanished mx1",
                        "a.example: extensions of mx2 over ip4 as default: appeared SIZE 1000;"
                                + " vanished DSN");
    }

    @Test
    void a_host_that_answers_differently_each_time_gets_one_line() {
        for (int i = 0; i < 10; i++) {
            hear("mx1", i % 2 == 0 ? "DSN" : "CHUNKING");
        }

        assertThat(lines).hasSize(1);
        assertThat(board.standing(a.domain()).orElseThrow().known().ehloChanges()).isEqualTo(9);
    }
}
