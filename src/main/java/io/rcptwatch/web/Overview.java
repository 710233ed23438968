package io.rcptwatch.web;

import io.rcptwatch.report.StatusOrder;
import io.rcptwatch.verdict.Status;
import io.rcptwatch.watch.ProbeWaits;
import io.rcptwatch.watch.TargetState;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The targets, the most urgent ones first.
 *
 * @param counts how many there are of each status that there are any of
 * @param rows those of this page
 * @param matching how many there are on all pages
 * @param previous the query part of a link, or the empty text
 * @param next the query part of a link, or the empty text
 */
record Overview(
        ShownTime now,
        List<Count> counts,
        List<TargetLine> rows,
        TargetFilter filter,
        int matching,
        String previous,
        String next) {
    /** Ten thousand targets must not make a page that no browser shows. */
    static final int ROWS = 200;

    /** So many have that status. */
    record Count(StatusBadge badge, long number) {}

    private record View(TargetState standing, String identity, Status status) {
        String domain() {
            return standing.target().domain().configured();
        }

        TargetLine row(ProbeWaits waits, Instant now) {
            return TargetLine.of(standing, identity, waits.of(standing), now);
        }
    }

    static Overview of(
            List<TargetState> standings, TargetFilter filter, ProbeWaits waits, Instant now) {
        List<View> all = standings.stream().flatMap(s -> views(s).stream()).toList();
        List<View> matching =
                all.stream()
                        .filter(view -> filter.matches(view.domain(), view.status()))
                        .sorted(
                                Comparator.comparing(
                                        view -> StatusOrder.ORDER.indexOf(view.status())))
                        .toList();
        int pages = Math.max(1, Math.ceilDiv(matching.size(), ROWS));
        int page = Math.min(filter.page(), pages);
        return new Overview(
                ShownTime.of(now, now),
                counts(all),
                matching.stream()
                        .skip((page - 1L) * ROWS)
                        .limit(ROWS)
                        .map(view -> view.row(waits, now))
                        .toList(),
                filter,
                matching.size(),
                page > 1 ? filter.link(page - 1) : "",
                page < pages ? filter.link(page + 1) : "");
    }

    private static List<View> views(TargetState standing) {
        return standing.target().identities().stream()
                .map(i -> new View(standing, i.name(), standing.status(i.name())))
                .toList();
    }

    private static List<Count> counts(List<View> views) {
        Map<Status, Long> numbers =
                views.stream()
                        .map(View::status)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        return StatusOrder.ORDER.stream()
                .filter(numbers::containsKey)
                .map(status -> new Count(StatusBadge.of(status), numbers.getOrDefault(status, 0L)))
                .toList();
    }
}
