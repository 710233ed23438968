package io.rcptwatch.stack;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names in PromQL expressions: just enough of the language to find them. */
final class Promql {
    private static final Pattern COMMENT = Pattern.compile("(?m)#.*$");
    private static final Pattern RANGE = Pattern.compile("\\[\\d+[smhd][^\\]]*]");
    private static final Pattern LABEL_REPLACE =
            Pattern.compile(",\\s*\"(\\w+)\",\\s*\"[^\"]*\",\\s*\"(\\w+)\",\\s*\"[^\"]*\"\\s*\\)");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME =
            Pattern.compile("\\b([a-zA-Z_:][\\w:]*)(?:\\{([^}]*)}|(\\s*\\())?");
    private static final Pattern MATCHER =
            Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)\\s*\"[^\"]*\"");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

    private final Set<String> selectors = new HashSet<>();
    private final Map<String, Set<String>> metrics = new HashMap<>();
    private final Set<String> labels = new HashSet<>();
    private final Set<String> made = new HashSet<>();

    private Promql() {}

    /** Reads an expression, or several below each other. */
    static Promql of(String text) {
        Promql names = new Promql();
        String rest = RANGE.matcher(COMMENT.matcher(text).replaceAll("")).replaceAll("");
        rest = LABEL_REPLACE.matcher(rest).replaceAll(names::labelReplace);
        rest = GROUPING.matcher(rest).replaceAll(names::grouping);
        NAME.matcher(rest).results().forEach(names::name);
        return names;
    }

    private String labelReplace(MatchResult call) {
        made.add(call.group(1));
        labels.add(call.group(2));
        return ")";
    }

    private String grouping(MatchResult clause) {
        WORD.matcher(clause.group(2)).results().map(MatchResult::group).forEach(labels::add);
        return "";
    }

    private void name(MatchResult found) {
        boolean function = found.group(3) != null;
        if (function || OPERATORS.contains(found.group(1))) {
            return;
        }
        selectors.add(found.group());
        Set<String> matched = metrics.computeIfAbsent(found.group(1), _ -> new HashSet<>());
        Matcher matcher = MATCHER.matcher(found.group(2) == null ? "" : found.group(2));
        matcher.results().map(m -> m.group(1)).forEach(matched::add);
    }

    /** What it reads, as it is written. */
    Set<String> selectors() {
        return selectors;
    }

    /** The metrics, each with those of its labels that are matched. */
    Map<String, Set<String>> metrics() {
        return metrics;
    }

    /** The labels that it groups, joins or replaces by. */
    Set<String> labels() {
        return labels;
    }

    /** The labels that it makes itself. */
    Set<String> made() {
        return made;
    }
}
