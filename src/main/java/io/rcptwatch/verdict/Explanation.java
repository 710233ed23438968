package io.rcptwatch.verdict;

import java.util.Optional;

/**
 * What people read.
 *
 * @param id names the rule, code or ending
 * @param meaning one or two sentences
 * @param advice what to do now
 * @param adviceUrl where to read on or to ask for help
 */
record Explanation(String id, String meaning, String advice, Optional<String> adviceUrl) {
    /** Reads the columns {@code meaning}, {@code advice} and {@code advice_url}. */
    static Explanation of(TableRow row, String id) {
        return new Explanation(
                id, row.text("meaning"), row.text("advice"), row.optional("advice_url"));
    }

    /** The same name with the words of another one before its own. */
    Explanation behind(Explanation first) {
        return new Explanation(
                id,
                first.meaning + " " + meaning,
                first.advice + " " + advice,
                first.adviceUrl.or(() -> adviceUrl));
    }
}
