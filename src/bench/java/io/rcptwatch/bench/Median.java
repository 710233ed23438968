package io.rcptwatch.bench;

import java.util.List;

/** What a quarrelsome machine cannot move much. */
final class Median {
    private Median() {}

    /** The middle one of an odd number of figures. */
    static double of(List<Double> figures) {
        return figures.stream().sorted().toList().get(figures.size() / 2);
    }
}
