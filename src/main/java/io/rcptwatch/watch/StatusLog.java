package io.rcptwatch.watch;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.rcptwatch.target.SafeText;
import io.rcptwatch.verdict.Status;
import java.util.function.Consumer;

/** Writes one line to the log whenever a domain's status changes, and none while it stays. */
public final class StatusLog implements Consumer<LedgerEvent> {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.status");
    private static final int LONGEST_TEXT = 200;

    @Override
    public void accept(LedgerEvent event) {
        if (event.listed() && event.cause() instanceof LedgerEntry.Finished(Round round)) {
            round.statuses().keySet().forEach(identity -> log(event, round, identity));
        }
    }

    private static void log(LedgerEvent event, Round round, String identity) {
        Status was = event.before().status(identity);
        Status now = event.after().status(identity);
        if (was != now) {
            LOG.log(
                    now == Status.DELIVERABLE ? INFO : WARNING,
                    event.after().target().domain()
                            + " as "
                            + identity
                            + ": "
                            + was.label()
                            + " -> "
                            + now.label()
                            + reasons(round, identity));
        }
    }

    private static String reasons(Round round, String identity) {
        return round.observations().stream()
                .filter(observation -> observation.identity().equals(identity))
                .map(StatusLog::reason)
                .reduce("", String::concat);
    }

    private static String reason(Observation observation) {
        return "; "
                + observation.mx().orElse("no host")
                + " "
                + observation.verdict().outcome().label()
                + ": "
                + SafeText.line(observation.conversation().ending().text(), LONGEST_TEXT);
    }
}
