package io.rcptwatch.web;

import io.rcptwatch.probe.DialogueStep;
import io.rcptwatch.target.Family;
import io.rcptwatch.target.SafeText;
import io.rcptwatch.verdict.Verdict;
import io.rcptwatch.watch.Observation;
import io.rcptwatch.watch.ProbeService.Answer;
import io.rcptwatch.watch.Round;
import io.rcptwatch.watch.TargetState;
import java.net.InetAddress;
import java.util.Locale;

/** The dialogues behind an answer, as blackbox_exporter shows its logs. */
final class ProbeLog {
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_TEXT = 4000;

    private final StringBuilder text = new StringBuilder();

    private ProbeLog() {}

    static String of(Answer.Known known, String metrics) {
        ProbeLog log = new ProbeLog();
        log.line("Logs for the probe:");
        log.standing(known);
        log.line("");
        log.line("Metrics that would have been returned:");
        return log.text + metrics;
    }

    private void standing(Answer.Known known) {
        TargetState standing = known.standing();
        line("target=" + standing.target().domain() + " source=" + known.source().label());
        standing.latest().ifPresentOrElse(this::round, () -> line("not asked yet"));
    }

    private void round(Round round) {
        line("began=" + round.startedAt() + " ended=" + round.finishedAt());
        round.observations().forEach(this::observation);
        round.statuses().forEach((identity, s) -> line(identity + ": " + s.label()));
    }

    private void observation(Observation observation) {
        line("");
        line(
                "host=%s address=%s family=%s identity=%s"
                        .formatted(
                                observation.mx().orElse(""),
                                observation.address().map(InetAddress::getHostAddress).orElse(""),
                                observation.family().map(Family::label).orElse(""),
                                observation.identity()));
        observation.conversation().steps().forEach(this::step);
        Verdict verdict = observation.verdict();
        line(
                "outcome=%s class=%s rule=%s"
                        .formatted(
                                verdict.outcome().label(),
                                verdict.outcomeClass().label(),
                                verdict.rule()));
        said("", observation.conversation().ending().text());
    }

    private void step(DialogueStep step) {
        double seconds = step.duration().toMillis() / 1000.0;
        line(String.format(Locale.ROOT, "%s %.3f s", step.phase().label(), seconds));
        step.sent().ifPresent(sent -> said("C: ", sent));
        step.received().ifPresent(reply -> said("S: ", reply.toString()));
    }

    private void said(String who, String what) {
        SafeText.cut(what, LONGEST_TEXT).lines().forEach(each -> line("  " + who + each));
    }

    /** One line, whatever is in it: no server writes to the terminal of whoever reads this. */
    private void line(String line) {
        text.append(SafeText.line(line, LONGEST_LINE));
        text.append('\n');
    }
}
