package io.rcptwatch.web;

import io.rcptwatch.watch.ProbeWait;
import java.time.Instant;
import java.util.List;

/**
 * Why somebody is not asked yet.
 *
 * @param identity who waits, or the empty text
 * @param until when it ends by itself, as far as that is known
 * @param detail as a part of a sentence
 */
record WaitLine(String identity, ShownTime until, String detail) {
    static List<WaitLine> of(List<ProbeWait> waits, Instant now) {
        return waits.stream()
                .map(
                        wait ->
                                new WaitLine(
                                        wait.identity().orElse(""),
                                        ShownTime.of(wait.until(), now),
                                        wait.detail()))
                .toList();
    }
}
