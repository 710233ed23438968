package io.rcptwatch.verdict;

import java.util.List;
import java.util.function.UnaryOperator;

/** A rule to complete: for a reply that no rule knows. */
public final class RuleSkeleton {
    private static final int LONGEST_SAMPLE = 300;

    private RuleSkeleton() {}

    /** YAML for the file that the key {@code rules} of the configuration names. */
    public static String of(PastedReply pasted) {
        return of(pasted, text -> text);
    }

    /**
     * The same, with a sample that others may see.
     *
     * @param redaction what is done to the sample
     */
    public static String of(PastedReply pasted, UnaryOperator<String> redaction) {
        String words = cut(ReplyText.of(pasted.lines()).words().value());
        String code = pasted.code().map(c -> "  codes: [" + c + "]\n").orElse("");
        String sample = cut(redaction.apply(sample(pasted)));
        return """
        - id: my-rule                    # a name of your own
          outcome: policy_rejected       # what it stands for: "rcptwatch catalogue" has them all
        %s  patterns: [%s]
          meaning: What the receiver says by it.
          advice: What to do about it.
          source: %s
          samples: [%s]
        """
                .formatted(code, quoted(pattern(words)), "where you know it from", quoted(sample));
    }

    private static String sample(PastedReply pasted) {
        List<String> lines = pasted.lines();
        String text = String.join(" ", lines);
        return pasted.code().map(code -> code + " " + text).orElse(text).strip();
    }

    /** The words themselves, with any address, name or number in the place of those. */
    private static String pattern(String words) {
        return words.replaceAll("[\\\\.^$|()\\[\\]?*+{}]", "\\\\$0").replaceAll("\\d+", "\\\\d+");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_SAMPLE ? text : text.substring(0, LONGEST_SAMPLE);
    }

    /** A YAML scalar in single quotes, on one line whatever the text is. */
    private static String quoted(String text) {
        return "'"
                + text.replaceAll("[\\p{Cntrl}\\p{Co}\\p{Cs}\\p{Cn}]+", " ").replace("'", "''")
                + "'";
    }
}
