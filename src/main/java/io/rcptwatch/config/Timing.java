package io.rcptwatch.config;

import static io.rcptwatch.config.Durations.shown;
import static io.rcptwatch.config.Grammar.BACKOFF_CAP;
import static io.rcptwatch.config.Grammar.BACKOFF_MIN;
import static io.rcptwatch.config.Grammar.BANNER;
import static io.rcptwatch.config.Grammar.CONNECT;
import static io.rcptwatch.config.Grammar.CONVERSATION;
import static io.rcptwatch.config.Grammar.DEFAULTS;
import static io.rcptwatch.config.Grammar.INTERVAL;
import static io.rcptwatch.config.Grammar.MIN_INTERVAL;
import static io.rcptwatch.config.Grammar.POLITENESS;
import static io.rcptwatch.config.Grammar.REPLY;
import static io.rcptwatch.config.Grammar.TIMEOUTS;

import io.rcptwatch.yaml.Mistakes;
import io.rcptwatch.yaml.SourcePosition;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether the times of a file fit together. */
final class Timing {
    private final Values defaults;
    private final Values politeness;
    private final Mistakes mistakes;

    Timing(Values document, Mistakes mistakes) {
        this.defaults = document.under(DEFAULTS);
        this.politeness = document.under(POLITENESS);
        this.mistakes = mistakes;
    }

    /** The times that a target, or {@code defaults}, gives. */
    void check(Values own) {
        politeness.get(MIN_INTERVAL).ifPresent(least -> checkInterval(own, least));
        own.find(TIMEOUTS).ifPresent(section -> checkTimeouts(own, section.place()));
    }

    /** Whether the wait at first is no longer than the longest. */
    void checkBackoff() {
        Optional<Duration> cap = politeness.get(BACKOFF_CAP);
        Optional<Duration> least = politeness.get(BACKOFF_MIN);
        if (least.isPresent() && cap.isPresent() && least.get().compareTo(cap.get()) > 0) {
            politeness
                    .find(BACKOFF_MIN)
                    .map(Value::place)
                    .or(() -> politeness.find(BACKOFF_CAP).map(Value::place))
                    .ifPresent(place -> mistakes.add(place, contradiction(least.get(), cap.get())));
        }
    }

    private static String contradiction(Duration least, Duration cap) {
        return "backoff_min, "
                + shown(least)
                + ", is longer than backoff_cap, "
                + shown(cap)
                + "; allowed: at most as long";
    }

    /** Whether the interval of a target that nobody gives one is long enough. */
    void checkBuiltInInterval(Values own) {
        Duration builtIn = INTERVAL.builtIn().orElseThrow();
        if (!new Layers(own, defaults).gives(INTERVAL)) {
            politeness
                    .find(MIN_INTERVAL)
                    .filter(least -> least.value().compareTo(builtIn) > 0)
                    .ifPresent(
                            least ->
                                    mistakes.add(
                                            least.place(),
                                            shown(least.value())
                                                    + " is longer than the interval of targets"
                                                    + " without one; allowed: at most "
                                                    + shown(builtIn)
                                                    + ", or any with an interval in defaults"));
        }
    }

    private void checkInterval(Values own, Duration least) {
        own.find(INTERVAL)
                .filter(interval -> interval.value().compareTo(least) < 0)
                .ifPresent(
                        interval ->
                                mistakes.add(
                                        interval.place(),
                                        shown(interval.value())
                                                + " is shorter than politeness.min_interval;"
                                                + " allowed: at least "
                                                + shown(least)));
    }

    private void checkTimeouts(Values own, SourcePosition place) {
        Layers timeouts = new Layers(own, defaults).under(TIMEOUTS);
        Optional<Duration> longest =
                Stream.of(CONNECT, BANNER, REPLY)
                        .flatMap(key -> timeouts.get(key).stream())
                        .max(Duration::compareTo);
        Optional<Duration> all = timeouts.get(CONVERSATION);
        if (longest.isPresent() && all.isPresent() && all.get().compareTo(longest.get()) < 0) {
            mistakes.add(
                    place,
                    "a conversation of "
                            + shown(all.get())
                            + " is shorter than one of its steps; allowed: at least the longest, "
                            + shown(longest.get()));
        }
    }
}
