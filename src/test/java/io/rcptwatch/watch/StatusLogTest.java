package io.rcptwatch.watch;

import static io.rcptwatch.report.Samples.NOW;
import static io.rcptwatch.report.Samples.accepted;
import static io.rcptwatch.report.Samples.blocked;
import static io.rcptwatch.report.Samples.round;
import static io.rcptwatch.report.Samples.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusLogTest {
    private static final Logger LOG = Logger.getLogger("io.rcptwatch.status");

    private final Target a = target("a.example");
    private final Ledger ledger = new Ledger(List.of(a), InstantSource.fixed(NOW));
    private final List<String> lines = new ArrayList<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    lines.add(line.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        ledger.subscribe(new StatusLog());
        LOG.addHandler(handler);
    }

    @AfterEach
    void listenNoMore() {
        LOG.removeHandler(handler);
    }

    private void finish(Status status, Observation observation) {
        ledger.post(a, new LedgerEntry.Finished(round(a, status, observation)));
    }

    @Test
    void a_status_is_one_line_when_it_changes_and_none_while_it_stays() {
        finish(Status.DELIVERABLE, accepted(a, "mx.a.example"));
        finish(Status.DELIVERABLE, accepted(a, "mx.a.example"));
        finish(Status.REJECTED, blocked(a, "mx.a.example"));

        assertThat(lines)
                .containsExactly(
                        "a.example as default: pending -> deliverable; mx.a.example accepted: 250"
                                + " 2.1.5 Ok",
                        "a.example as default: deliverable -> rejected; mx.a.example ip_blocked: 550"
                                + " 5.7.1 Service unavailable; client host blocked");
    }

    @Test
    void a_status_that_was_restored_is_no_news() {
        finish(Status.DELIVERABLE, accepted(a, "mx.a.example"));
        Ledger next = new Ledger(List.of(), InstantSource.fixed(NOW));
        next.recallFrom(
                new Archive() {
                    @Override
                    public List<TargetState> recall(List<Target> targets) {
                        return List.of(ledger.standing(a.domain()).orElseThrow());
                    }

                    @Override
                    public Past past(Target target) {
                        return Archive.NONE.past(target);
                    }
                });
        next.list(List.of(a));
        next.subscribe(new StatusLog());
        lines.clear();
        next.post(
                a,
                new LedgerEntry.Finished(
                        round(a, Status.DELIVERABLE, accepted(a, "mx.a.example"))));

        assertThat(lines).isEmpty();
    }

    @Test
    void a_target_that_is_not_listed_has_no_line() {
        ledger.list(List.of());
        finish(Status.REJECTED, blocked(a, "mx.a.example"));

        assertThat(lines).isEmpty();
    }
}
