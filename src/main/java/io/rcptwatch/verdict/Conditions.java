package io.rcptwatch.verdict;

import io.rcptwatch.smtp.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * When a rule holds: all that it names must be so.
 *
 * @param phases the steps that it is for; empty: any. A reply of an unknown step may be of each
 * @param codes basic codes; empty: any
 * @param enhanced enhanced codes; empty: any or none
 * @param words what the reply says
 * @param links what it points to; one of words and links is enough
 * @param unless what it must not say
 */
record Conditions(
        List<Phase> phases,
        List<CodeRange> codes,
        List<EnhancedRange> enhanced,
        Wording words,
        Wording links,
        Wording unless) {
    /** Reads the columns. */
    static Conditions of(Row row) {
        return new Conditions(
                each(row, "phases", Conditions::phase),
                each(row, "codes", CodeRange::of),
                each(row, "enhanced", EnhancedRange::of),
                Wording.of(row, "patterns"),
                Wording.of(row, "links"),
                Wording.of(row, "unless"));
    }

    private static <T> List<T> each(Row row, String key, Function<String, T> reader) {
        try {
            return row.texts(key).stream().map(reader).toList();
        } catch (IllegalArgumentException e) {
            throw row.wrong(key + ": " + e.getMessage());
        }
    }

    private static Phase phase(String label) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no phase " + label));
    }

    boolean hold(Evidence evidence) {
        return (phases.isEmpty() || evidence.phase().map(phases::contains).orElse(true))
                && (codes.isEmpty() || codes.stream().anyMatch(code -> code.holds(evidence)))
                && (enhanced.isEmpty() || enhanced.stream().anyMatch(code -> code.holds(evidence)))
                && said(evidence.text())
                && !unless.in(evidence.text().words());
    }

    private boolean said(ReplyText text) {
        return (words.isEmpty() && links.isEmpty())
                || words.in(text.words())
                || links.in(text.links());
    }

    /** Whether nothing is named, so that it would hold always. */
    boolean always() {
        return codes.isEmpty() && enhanced.isEmpty() && words.isEmpty() && links.isEmpty();
    }
}
