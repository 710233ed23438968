package io.rcptwatch.cli;

import io.rcptwatch.verdict.Catalogue;
import io.rcptwatch.verdict.Catalogue.CodeLine;
import io.rcptwatch.verdict.Catalogue.ExampleLine;
import io.rcptwatch.verdict.Catalogue.OutcomeLine;
import io.rcptwatch.verdict.Catalogue.RuleLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue as a page of Markdown: {@code config/docs/catalogue.md}. */
final class CataloguePage {
    private static final String HEAD =
            """
            <!-- Generated: ./rcptwatch catalogue > config/docs/catalogue.md -->

            # Every rule and every code

            A refusal is asked about from top to bottom: first the rules of the provider that it comes from, then the
            general rules, then the enhanced code, then the basic code. [How that works](judgement.md). Where several
            outcomes stand, the first one that can be true decides: a probe sends no content, and names its recipient at
            RCPT only.
            """;

    private static final String FIRST =
            """
            For each party at fault, and for each outcome. What else to do is told by the rule that decided.
            """;

    private static final String ENHANCED =
            """
            Asked where no rule decided. `X` stands for any first digit: 2 done, 4 not now, 5 no. A code without an outcome
            says nothing of the cause; the basic code is asked then.
            """;

    private static final String BASIC =
            """
            Asked last. The first digit is the class, and `yz` the other two.
            """;

    private static final String EXAMPLES =
            """
            Replies that are well known by their words, and what becomes of them.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    CataloguePage(Catalogue catalogue) {
        Map<String, List<RuleLine>> byProvider =
                catalogue.rules().stream()
                        .collect(
                                Collectors.groupingBy(
                                        RuleLine::provider,
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        section("What to do first", FIRST);
        first(catalogue);
        byProvider.forEach(this::rules);
        section("Enhanced codes", ENHANCED);
        codes(catalogue.enhancedCodes());
        section("Basic codes", BASIC);
        codes(catalogue.basicCodes());
        section("Examples", EXAMPLES);
        examples(catalogue.examples());
    }

    private void first(Catalogue catalogue) {
        table("fault", "what to do first");
        catalogue.faults().forEach(line -> row(code(line.fault()), text(line.first())));
        table("outcome", "class", "fault", "what to do first");
        for (OutcomeLine line : catalogue.outcomes()) {
            row(
                    code(line.outcome()),
                    outcomes(line.classes()),
                    code(line.fault()),
                    text(line.first()));
        }
    }

    private void rules(String provider, List<RuleLine> rules) {
        page.append("\n## ")
                .append(
                        provider.equals(Catalogue.GENERAL)
                                ? "General rules"
                                : "Rules for " + provider)
                .append('\n');
        table("rule", "outcome", "meaning", "what to do", "source");
        for (RuleLine rule : rules) {
            row(
                    code(rule.id()),
                    outcomes(rule.outcome()),
                    text(rule.meaning()),
                    advice(rule.advice(), rule.adviceUrl()),
                    text(rule.source()));
        }
    }

    private void codes(List<CodeLine> codes) {
        table("code", "name", "outcome", "meaning", "what to do", "source");
        for (CodeLine line : codes) {
            row(
                    code(line.code()),
                    text(line.name()) + (line.standard() ? "" : "<br>**not a standard**"),
                    outcomes(line.outcome())
                            + line.beforeRcpt()
                                    .map(o -> "<br>before RCPT: " + outcomes(o))
                                    .orElse("")
                            + line.permanent().map(o -> "<br>in 5yz: " + outcomes(o)).orElse(""),
                    text(line.meaning())
                            + remark("In the field", line.usage())
                            + remark("Not so", line.correction()),
                    advice(line.advice(), line.adviceUrl()),
                    text(line.source()));
        }
    }

    private void examples(List<ExampleLine> examples) {
        table("reply", "outcome", "decided by", "meaning", "what to do", "source");
        for (ExampleLine line : examples) {
            row(
                    code(line.reply()) + (line.standard() ? "" : "<br>**not a standard**"),
                    code(line.outcome()),
                    code(line.rule()),
                    text(line.meaning()) + remark("Not so", line.correction()),
                    advice(line.advice(), line.adviceUrl()),
                    text(line.source()));
        }
    }

    private void section(String title, String introduction) {
        page.append("\n## ").append(title).append("\n\n").append(introduction);
    }

    private void table(String... columns) {
        page.append('\n');
        row(columns);
        page.append("|").append(" --- |".repeat(columns.length)).append('\n');
    }

    private void row(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String outcomes(List<String> labels) {
        return labels.isEmpty()
                ? "none"
                : labels.stream().map(CataloguePage::code).collect(Collectors.joining(", or "));
    }

    private static String advice(String advice, Optional<String> url) {
        Function<String, String> link = u -> " [More](<" + u.replace("|", "%7C") + ">)";
        return text(advice) + url.map(link).orElse("");
    }

    private static String remark(String label, Optional<String> remark) {
        return remark.map(words -> "<br>**" + label + ":** " + text(words)).orElse("");
    }

    /** Words that mean nothing to Markdown, on one line of a table. */
    private static String text(String words) {
        return words.replaceAll("[\\\\`*_\\[\\]|~]", "\\\\$0")
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\s+", " ");
    }

    /** A table's row ends at a bar even inside of code, unless it is escaped. */
    private static String code(String words) {
        return "`" + words.replace("|", "\\|").replace('`', '\'') + "`";
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
