package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the codes mean where the text decides nothing.
 *
 * @param entries by code: {@code 550}, or {@code X.1.1}
 */
record CodeTable(Map<String, Entry> entries) {
    private static final Set<String> KEYS =
            Set.of(
                    "code",
                    "name",
                    "outcome",
                    "before_rcpt",
                    "permanent",
                    "meaning",
                    "advice",
                    "advice_url",
                    "source");

    /**
     * One code.
     *
     * @param name as the registry or the RFC calls it
     * @param causes what it stands for
     * @param beforeRcpt what it stands for at an earlier step, where that differs
     * @param permanent what it stands for in a 5yz reply, where that differs
     * @param source the RFC, or who uses it
     */
    record Entry(
            String code,
            String name,
            Causes causes,
            Optional<Causes> beforeRcpt,
            Optional<Causes> permanent,
            Explanation explanation,
            String source) {
        private static Entry of(Row row) {
            String code = row.text("code");

            return new Entry(
                    code,
                    row.text("name"),
                    Causes.of(row, "outcome"),
                    row.optional("before_rcpt").map(_ -> Causes.of(row, "before_rcpt")),
                    row.optional("permanent").map(_ -> Causes.of(row, "permanent")),
                    Explanation.of(row, "code." + code),
                    row.text("source"));
        }

        /** What it says of a reply. */
        Optional<Finding> finding(Evidence evidence) {
            return early(evidence)
                    .or(() -> permanent.filter(_ -> evidence.firstDigit() == 5))
                    .orElse(causes)
                    .in(evidence)
                    .map(outcome -> new Finding(outcome, explanation));
        }

        private Optional<Causes> early(Evidence evidence) {
            return evidence.phase()
                    .filter(phase -> phase.compareTo(Phase.RCPT) < 0)
                    .flatMap(_ -> beforeRcpt);
        }
    }

    /** Reads a table. */
    static CodeTable ofResource(String file) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Row row : Row.ofResource(file, KEYS)) {
            Entry entry = Entry.of(row);
            if (entries.put(entry.code(), entry) != null) {
                throw row.wrong("code", entry.code() + " stands twice");
            }
        }
        return new CodeTable(entries);
    }

    /** What the enhanced code says of a reply. */
    Optional<Finding> enhanced(Evidence evidence) {
        return evidence.enhancedCode()
                .flatMap(code -> entry(key(code)))
                .flatMap(entry -> entry.finding(evidence));
    }

    /** What the basic code says of a reply. */
    Optional<Finding> basic(Evidence evidence) {
        return evidence.code().isEmpty()
                ? Optional.empty()
                : entry(Integer.toString(evidence.code().getAsInt()))
                        .flatMap(entry -> entry.finding(evidence));
    }

    /** The entry of a code. */
    Optional<Entry> entry(String code) {
        return Optional.ofNullable(entries.get(code));
    }

    private static String key(EnhancedCode code) {
        return "X." + code.subject() + "." + code.detail();
    }
}
