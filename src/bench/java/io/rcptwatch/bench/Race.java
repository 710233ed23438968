package io.rcptwatch.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** Contestants who hold the same conversations with the same server, in turns. */
final class Race {
    private final String title;
    private final int conversations;
    private final Map<Contestant, List<Cost>> costs = new LinkedHashMap<>();

    /**
     * A race that nobody takes part in yet.
     *
     * @param conversations in one turn
     */
    Race(String title, int conversations) {
        this.title = title;
        this.conversations = conversations;
    }

    int conversations() {
        return conversations;
    }

    String title() {
        return title;
    }

    void add(Contestant contestant) {
        costs.put(contestant, new ArrayList<>());
    }

    /** A turn that does not count. */
    void warmUp() throws IOException, InterruptedException {
        for (Contestant contestant : costs.keySet()) {
            contestant.hold(conversations);
        }
    }

    /** One turn of each. */
    void round() throws IOException, InterruptedException {
        for (Map.Entry<Contestant, List<Cost>> entry : costs.entrySet()) {
            entry.getValue().add(entry.getKey().hold(conversations));
        }
    }

    /** The medians of all rounds. */
    void print() {
        System.out.printf("%n%-34s %12s %12s%n", title, "per second", "CPU ms each");
        costs.forEach(
                (contestant, rounds) ->
                        System.out.printf(
                                "  %-32s %12.0f %12.3f%n",
                                contestant.name(),
                                median(rounds, Cost::perSecond),
                                median(rounds, Cost::cpuMillis)));
    }

    /** The median CPU time of a conversation in milliseconds; empty where nobody has that name. */
    Optional<Double> cpuMillis(String name) {
        return costs.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .findFirst()
                .map(entry -> median(entry.getValue(), Cost::cpuMillis));
    }

    private static double median(List<Cost> rounds, ToDoubleFunction<Cost> figure) {
        return Median.of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
