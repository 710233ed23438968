package io.rcptwatch.verdict;

import io.rcptwatch.smtp.EnhancedCode;
import io.rcptwatch.smtp.Phase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the codes mean where the text decides nothing.
 *
 * @param entries in the order of the file
 * @param byCode the same by each code that they are for
 */
record CodeTable(List<CodeRow> entries, Map<String, CodeRow> byCode) {
    /** The columns of a file of codes. */
    static final Set<String> KEYS =
            Set.of(
                    "code",
                    "name",
                    "standard",
                    "outcome",
                    "before_rcpt",
                    "permanent",
                    "meaning",
                    "advice",
                    "advice_url",
                    "usage",
                    "correction",
                    "source");

    /**
     * One code.
     *
     * @param code {@code 550}; {@code X.1.1} with any first digit, {@code 4.7.1} with that one;
     *     {@code 5.7.606-649} for a range; {@code 5yz} for a class, which never decides
     * @param name as the registry or the RFC calls it
     * @param standard whether an RFC or the registry of IANA has it
     * @param causes what it stands for
     * @param beforeRcpt what it stands for at an earlier step, where that differs
     * @param permanent what it stands for in a 5yz reply, where that differs
     * @param usage what receivers mean by it that is not its definition
     * @param correction what lists of codes tell about it, and why that is wrong
     * @param source the RFC, or who uses it
     */
    record CodeRow(
            String code,
            String name,
            boolean standard,
            OutcomeChoice causes,
            Optional<OutcomeChoice> beforeRcpt,
            Optional<OutcomeChoice> permanent,
            Explanation explanation,
            Optional<String> usage,
            Optional<String> correction,
            String source) {
        private static final Pattern FORM =
                Pattern.compile(
                        "[1-5](?:yz|\\d\\d)|([X245]\\.\\d{1,3}\\.)(\\d{1,3})(?:-(\\d{1,3}))?");

        private static CodeRow of(TableRow row) {
            String code = row.text("code");
            if (!FORM.matcher(code).matches()) {
                throw row.wrong("code", "550, 5yz, X.1.1, 4.7.1 or 5.7.606-649 is wanted");
            }
            return new CodeRow(
                    code,
                    row.text("name"),
                    Standard.of(row),
                    OutcomeChoice.of(row, "outcome"),
                    row.optional("before_rcpt").map(_ -> OutcomeChoice.of(row, "before_rcpt")),
                    row.optional("permanent").map(_ -> OutcomeChoice.of(row, "permanent")),
                    Explanation.of(row, "code." + code),
                    row.optional("usage"),
                    row.optional("correction"),
                    row.text("source"));
        }

        /** Each code that it is for. */
        List<String> codes() {
            Matcher matcher = FORM.matcher(code);
            if (!matcher.matches() || matcher.group(3) == null) {
                return List.of(code);
            }
            int first = Integer.parseInt(matcher.group(2));
            int last = Integer.parseInt(matcher.group(3));
            return IntStream.rangeClosed(first, last)
                    .mapToObj(detail -> matcher.group(1) + detail)
                    .toList();
        }

        /** What it says of a reply. */
        Optional<TableMatch> finding(ReplyFacts evidence) {
            return early(evidence)
                    .or(() -> permanent.filter(_ -> evidence.firstDigit() == 5))
                    .orElse(causes)
                    .in(evidence)
                    .map(outcome -> TableMatch.of(outcome, Basis.CODE, explanation));
        }

        private Optional<OutcomeChoice> early(ReplyFacts evidence) {
            return evidence.phase()
                    .filter(phase -> phase.compareTo(Phase.RCPT) < 0)
                    .flatMap(_ -> beforeRcpt);
        }
    }

    /** Reads one that we ship. */
    static CodeTable ofResource(String file) {
        return of(TableRow.ofResource(file, KEYS));
    }

    /**
     * Reads a table.
     *
     * @throws io.rcptwatch.yaml.MistakeException if a code is none or stands twice, in a range or
     *     alone
     */
    static CodeTable of(List<TableRow> rows) {
        List<CodeRow> entries = new ArrayList<>();
        Map<String, CodeRow> byCode = new HashMap<>();
        for (TableRow row : rows) {
            CodeRow entry = CodeRow.of(row);
            entries.add(entry);
            for (String code : entry.codes()) {
                if (byCode.put(code, entry) != null) {
                    throw row.wrong("code", code + " stands twice");
                }
            }
        }
        return new CodeTable(List.copyOf(entries), Map.copyOf(byCode));
    }

    /** What the enhanced code says of a reply. */
    Optional<TableMatch> enhanced(ReplyFacts evidence) {
        return evidence.enhancedCode()
                .flatMap(this::entry)
                .flatMap(entry -> entry.finding(evidence));
    }

    /** What the basic code says of a reply. */
    Optional<TableMatch> basic(ReplyFacts evidence) {
        return evidence.code().isEmpty()
                ? Optional.empty()
                : entry(Integer.toString(evidence.code().getAsInt()))
                        .flatMap(entry -> entry.finding(evidence));
    }

    /** The entry of a code. */
    Optional<CodeRow> entry(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    /** The entry of an enhanced code: of that very code, or else with any first digit. */
    Optional<CodeRow> entry(EnhancedCode code) {
        return entry(code.toString()).or(() -> entry("X." + code.subject() + "." + code.detail()));
    }
}
