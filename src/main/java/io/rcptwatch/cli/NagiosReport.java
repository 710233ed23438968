package io.rcptwatch.cli;

import io.rcptwatch.report.StatusOrder;
import io.rcptwatch.smtp.Reply;
import io.rcptwatch.target.FaultParty;
import io.rcptwatch.target.SafeText;
import io.rcptwatch.target.Target;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.Round;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;

/** For Nagios and its kin: one line with performance data. */
final class NagiosReport implements ProbeReport {
    private static final int LONGEST_REPLY = 120;

    private final PrintStream out;

    NagiosReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void conclude(Target target, Round round, Map<String, Instant> since) {
        Status status = StatusOrder.overall(round.statuses().values().stream());
        String answers =
                round.observations().stream()
                        .sorted(Comparator.comparingInt(Observation::preference))
                        .map(NagiosReport::answer)
                        .reduce((a, b) -> a + "; " + b)
                        .orElse("nobody was asked");
        Duration took = Duration.between(round.startedAt(), round.finishedAt());
        // What stands behind a bar is performance data: a server may not write any.
        out.printf(
                Locale.ROOT,
                "SMTP %s: %s %s%s%s: %s | time=%.3fs;;;0%n",
                word(status),
                target.domain(),
                status.label(),
                StatusOrder.since(round.statuses(), since)
                        .map(at -> " since " + at.truncatedTo(ChronoUnit.SECONDS))
                        .orElse(""),
                StatusOrder.reason(target, round).map(why -> " (" + why + ")").orElse(""),
                answers.replace('|', '/'),
                took.toMillis() / 1000.0);
    }

    private static String word(Status status) {
        return switch (ProbeCommand.exitCode(status)) {
            case 0 -> "OK";
            case 1 -> "WARNING";
            case 2 -> "CRITICAL";
            default -> "UNKNOWN";
        };
    }

    private static String answer(Observation observation) {
        Verdict verdict = observation.verdict();
        String fault =
                verdict.fault() == FaultParty.NONE ? "" : ", fault " + verdict.fault().label();
        String reply = verdict.reply().map(Reply::toString).orElse("");
        String cut = SafeText.line(reply, LONGEST_REPLY);
        return (observation.mx().orElse("-") + " " + verdict.outcome().label() + fault)
                + (cut.isEmpty() ? "" : " (" + cut + ")");
    }
}
