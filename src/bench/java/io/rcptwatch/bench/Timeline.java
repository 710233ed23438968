package io.rcptwatch.bench;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happens after something, printed as it happens.
 *
 * @param origin what it all begins with
 * @param start when
 */
record Timeline(String origin, Instant start) {
    private static final Duration PAUSE = Duration.ofMillis(200);

    /** When something happened; empty: not yet. */
    interface Source {
        Optional<Instant> when() throws IOException, InterruptedException;
    }

    /**
     * Something that is waited for.
     *
     * @param needed whether the end of all waits for it
     */
    record Event(String what, Source source, boolean needed) {
        static Event of(String what, Source source) {
            return new Event(what, source, true);
        }

        Event optional() {
            return new Event(what, source, false);
        }
    }

    /** Waits for all of them that are needed, at most so long. */
    void await(Duration longest, List<Event> events) throws IOException, InterruptedException {
        System.out.printf("%n%s: %s%n", origin, start);
        List<Event> left = new ArrayList<>(events);
        while (left.stream().anyMatch(Event::needed)) {
            if (Instant.now().isAfter(start.plus(longest))) {
                break;
            }
            Thread.sleep(PAUSE);
            for (Event event : List.copyOf(left)) {
                Optional<Instant> when = event.source().when();
                when.ifPresent(at -> print(event, at));
                if (when.isPresent()) {
                    left.remove(event);
                }
            }
        }
        left.forEach(event -> System.out.printf("        -  %s%n", event.what()));
    }

    private void print(Event event, Instant at) {
        Duration past = Duration.between(start, at);
        System.out.printf(
                "%4d:%02d.%d  %s%n",
                past.toMinutes(), past.toSecondsPart(), past.toMillisPart() / 100, event.what());
    }
}
