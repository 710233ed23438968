package io.rcptwatch.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was found wrong in one file; the first complaint about a place is the one that stays. */
final class Mistakes {
    private static final Comparator<Mistake> FILE_ORDER =
            Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column);

    private static final int MOST = 1_000;

    private final String file;
    private final Map<SourcePosition, Mistake> found = new LinkedHashMap<>();
    private int more;

    Mistakes(String file) {
        this.file = file;
    }

    void add(SourcePosition place, String complaint) {
        if (found.size() < MOST) {
            found.putIfAbsent(place, mistake(place, complaint));
        } else {
            more++;
        }
    }

    boolean none() {
        return found.isEmpty();
    }

    /** All of them; of very many the first found, and how many more there are. */
    List<Mistake> inFileOrder() {
        List<Mistake> sorted = found.values().stream().sorted(FILE_ORDER).toList();
        return more == 0 ? sorted : Stream.concat(sorted.stream(), Stream.of(rest())).toList();
    }

    private Mistake rest() {
        return mistake(
                new SourcePosition("(file)", 1, 1),
                "has " + more + " more mistakes; allowed: none");
    }

    private Mistake mistake(SourcePosition place, String complaint) {
        String key = place.key().isEmpty() ? "(document)" : place.key();
        return new Mistake(file, place.line(), place.column(), key, complaint);
    }
}
