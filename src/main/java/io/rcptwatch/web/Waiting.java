package io.rcptwatch.web;

import io.rcptwatch.agent.Wait;
import java.time.Instant;
import java.util.List;

/**
 * Why somebody is not asked yet.
 *
 * @param identity who waits, or the empty text
 * @param until when it ends by itself, as far as that is known
 * @param detail as a part of a sentence
 */
record Waiting(String identity, Moment until, String detail) {
    static List<Waiting> of(List<Wait> waits, Instant now) {
        return waits.stream()
                .map(
                        wait ->
                                new Waiting(
                                        wait.identity().orElse(""),
                                        Moment.of(wait.until(), now),
                                        wait.detail()))
                .toList();
    }
}
