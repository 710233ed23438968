package io.rcptwatch.spf;

import java.util.List;
import java.util.Optional;

/**
 * A record that obeys the grammar (RFC 7208 §12).
 *
 * @param directives in their order
 * @param redirect whose record decides where no directive does (§6.1)
 */
record SpfRecord(List<Directive> directives, Optional<MacroString> redirect) {
    SpfRecord {
        directives = List.copyOf(directives);
    }

    /**
     * A mechanism and what a match with it means.
     *
     * @param text as the record has it
     */
    record Directive(SpfVerdict verdict, Mechanism mechanism, String text) {}
}
