package io.rcptwatch.yaml;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What was found wrong in one file; the first complaint about a place is the one that stays. */
public final class Mistakes {
    private static final Comparator<Mistake> FILE_ORDER =
            Comparator.comparingInt(Mistake::line).thenComparingInt(Mistake::column);

    private static final int MOST = 1_000;

    private final String file;
    private final Map<List<Object>, Mistake> found = new LinkedHashMap<>();
    private int more;

    public Mistakes(String file) {
        this.file = file;
    }

    public void add(SourcePosition place, String complaint) {
        note(Mistake.at(place, file, complaint));
    }

    /** Notes a mistake that a reader of this file has thrown. */
    public void add(MistakeException thrown) {
        note(thrown.mistake());
    }

    private void note(Mistake mistake) {
        if (found.size() < MOST) {
            found.putIfAbsent(List.of(mistake.line(), mistake.column(), mistake.key()), mistake);
        } else {
            more++;
        }
    }

    public boolean none() {
        return found.isEmpty();
    }

    /** All of them; of very many the first found, and how many more there are. */
    public List<Mistake> inFileOrder() {
        List<Mistake> sorted = found.values().stream().sorted(FILE_ORDER).toList();
        return more == 0 ? sorted : Stream.concat(sorted.stream(), Stream.of(rest())).toList();
    }

    private Mistake rest() {
        return Mistake.at(
                new SourcePosition("(file)", 1, 1),
                file,
                "has " + more + " more mistakes; allowed: none");
    }
}
