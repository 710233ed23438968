package io.rcptwatch.verdict;

import io.rcptwatch.smtp.Phase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * When a rule holds: all that it names must be so.
 *
 * @param providers whose replies it is for; empty: anybody's
 * @param phases the steps that it is for; empty: any. A reply of an unknown step may be of each
 * @param codes basic codes; empty: any
 * @param enhanced enhanced codes; empty: any or none
 * @param words what the reply says
 * @param links what it points to; one of words and links is enough
 * @param unless what it must not say
 */
record Conditions(
        List<Provider> providers,
        List<Phase> phases,
        List<CodeRange> codes,
        List<EnhancedRange> enhanced,
        Wording words,
        Wording links,
        Wording unless) {
    /** Reads the columns. */
    static Conditions of(TableRow row) {
        return new Conditions(
                each(row, "providers", Provider::new),
                each(row, "phases", Conditions::phase),
                each(row, "codes", CodeRange::of),
                each(row, "enhanced", EnhancedRange::of),
                Wording.of(row, "patterns"),
                Wording.of(row, "links"),
                Wording.of(row, "unless"));
    }

    private static <T> List<T> each(TableRow row, String key, Function<String, T> reader) {
        try {
            return row.texts(key).stream().map(reader).toList();
        } catch (IllegalArgumentException e) {
            throw row.wrong(key, String.valueOf(e.getMessage()));
        }
    }

    private static Phase phase(String label) {
        return Arrays.stream(Phase.values())
                .filter(phase -> phase.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no phase " + label));
    }

    boolean hold(ReplyFacts evidence) {
        return concern(evidence) && said(evidence.text()) && !except(evidence);
    }

    /** Whether all is so that costs nothing to see. */
    boolean concern(ReplyFacts evidence) {
        return isFor(evidence) && hasCode(evidence) && hasEnhancedCode(evidence);
    }

    /** Whether it also says what it must not. */
    boolean except(ReplyFacts evidence) {
        return unless.in(evidence.text().words());
    }

    private boolean isFor(ReplyFacts evidence) {
        return (providers.isEmpty() || providers.contains(evidence.provider()))
                && (phases.isEmpty() || evidence.phase().map(phases::contains).orElse(true));
    }

    private boolean hasCode(ReplyFacts evidence) {
        // Loops, here and below: it is asked of some rules for every reply.
        for (CodeRange code : codes) {
            if (code.holds(evidence)) {
                return true;
            }
        }
        return codes.isEmpty();
    }

    private boolean hasEnhancedCode(ReplyFacts evidence) {
        for (EnhancedRange code : enhanced) {
            if (code.holds(evidence)) {
                return true;
            }
        }
        return enhanced.isEmpty();
    }

    private boolean said(ReplyText text) {
        return (words.isEmpty() && links.isEmpty())
                || words.in(text.words())
                || links.in(text.links());
    }

    /** Why they hold for a reply for which they do, for people. */
    String reason(ReplyFacts evidence) {
        List<String> reasons = new ArrayList<>();
        if (!codes.isEmpty()) {
            evidence.code().ifPresent(code -> reasons.add("the code is " + code));
        }
        if (!enhanced.isEmpty()) {
            reasons.add(
                    evidence.enhancedCode()
                            .map(code -> "the enhanced code is " + code)
                            .orElse("there is no enhanced code"));
        }
        heard(evidence.text()).ifPresent(reasons::add);
        return String.join(", ", reasons);
    }

    private Optional<String> heard(ReplyText text) {
        return words.found(text.words())
                .map(found -> "it says “" + found + "”")
                .or(() -> links.found(text.links()).map(found -> "it points to “" + found + "”"));
    }

    /** Why they do not hold although the words are there; empty where they are not. */
    Optional<String> objection(ReplyFacts evidence) {
        return heard(evidence.text())
                .flatMap(heard -> obstacle(evidence).map(obstacle -> heard + ", but " + obstacle));
    }

    private Optional<String> obstacle(ReplyFacts evidence) {
        return Stream.of(
                        obstacle(isFor(evidence), "it is for another provider or step"),
                        obstacle(hasCode(evidence), "the code is another"),
                        obstacle(hasEnhancedCode(evidence), "the enhanced code is another"),
                        unless.found(evidence.text().words())
                                .map(found -> "it also says “" + found + "”"))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> obstacle(boolean passed, String obstacle) {
        return passed ? Optional.empty() : Optional.of(obstacle);
    }

    /** Whether nothing is named, so that it would hold always. */
    boolean always() {
        return codes.isEmpty() && enhanced.isEmpty() && words.isEmpty() && links.isEmpty();
    }
}
