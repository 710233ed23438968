package io.rcptwatch.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found wrong in one file; the first complaint about a place is the one that stays. */
final class Mistakes {
    private static final Comparator<Mistake> FILE_ORDER =
            Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column);

    private final String file;
    private final Map<Place, Mistake> found = new LinkedHashMap<>();

    Mistakes(String file) {
        this.file = file;
    }

    void add(Place place, String complaint) {
        String key = place.key().isEmpty() ? "(document)" : place.key();
        found.putIfAbsent(place, new Mistake(file, place.line(), place.column(), key, complaint));
    }

    boolean none() {
        return found.isEmpty();
    }

    List<Mistake> inFileOrder() {
        return found.values().stream().sorted(FILE_ORDER).toList();
    }
}
