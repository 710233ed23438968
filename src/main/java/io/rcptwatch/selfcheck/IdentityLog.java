package io.rcptwatch.selfcheck;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Writes one line to the log for whatever changed at an identity, and none while it stays. */
final class IdentityLog {
    private static final System.Logger LOG = System.getLogger("io.rcptwatch.identity");

    private IdentityLog() {}

    /**
     * A line of the log.
     *
     * @param bad whether somebody should look at it
     */
    record Line(boolean bad, String text) {}

    static void write(IdentityState before, IdentityState after) {
        changes(before, after).forEach(line -> LOG.log(line.bad() ? WARNING : INFO, line.text()));
    }

    /** What is news; that all is well at the start is none. */
    static List<Line> changes(IdentityState before, IdentityState after) {
        return Stream.concat(
                        Arrays.stream(IdentityCheck.values())
                                .flatMap(c -> check(c, before, after).stream()),
                        after.lists().stream().flatMap(l -> list(l, before, after).stream()))
                .toList();
    }

    private static Optional<Line> check(
            IdentityCheck check, IdentityState before, IdentityState after) {
        CheckLevel was = before.result(check);
        CheckLevel is = after.result(check);
        boolean wellAtStart = before.latest().isEmpty() && is != CheckLevel.FAIL;
        if (was == is || wellAtStart) {
            return Optional.empty();
        }
        return Optional.of(
                new Line(
                        is == CheckLevel.FAIL,
                        "identity "
                                + after.identity().name()
                                + ": "
                                + check.label()
                                + " "
                                + was.label()
                                + " -> "
                                + is.label()
                                + detail(check, is, after)));
    }

    private static String detail(IdentityCheck check, CheckLevel result, IdentityState standing) {
        return standing.latest().stream()
                .flatMap(examination -> examination.findings().stream())
                .filter(finding -> finding.check() == check && finding.result() == result)
                .map(finding -> "; " + finding.detail())
                .findFirst()
                .orElse("");
    }

    private static Optional<Line> list(String list, IdentityState before, IdentityState after) {
        boolean was = before.listed(list).orElse(false);
        return after.listed(list)
                .filter(is -> is != was)
                .map(
                        is ->
                                new Line(
                                        is,
                                        "identity "
                                                + after.identity().name()
                                                + (is ? " is listed at " : " is not listed at ")
                                                + list));
    }
}
