package io.rcptwatch.smtp;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A server's whole answer (RFC 5321 §4.2): every line has the same code.
 *
 * @param code 200 to 599; with the flaw of an unknown code any other number of three digits
 * @param lines the text of each line after the code and its separator, at least one
 * @param flaws what is against RFC 5321 in it
 */
public record Reply(int code, List<String> lines, Set<ReplyFlaw> flaws) {
    public Reply {
        lines = List.copyOf(lines);
        // A state file of a version that knew none holds none.
        flaws = Set.copyOf(Objects.requireNonNullElse(flaws, Set.of()));
    }

    /** A reply without flaws. */
    public Reply(int code, List<String> lines) {
        this(code, lines, Set.of());
    }

    /** A reply of one line, as scripts and tests write it. */
    public static Reply of(int code, String line) {
        return new Reply(code, List.of(line));
    }

    /** RFC 5321 §4.2.1: the first digit tells whether it went well. */
    public boolean positive() {
        return code / 100 == 2;
    }

    /** The text of all lines, joined by line feeds. */
    public String text() {
        return String.join("\n", lines);
    }

    /**
     * The enhanced code of the first line that has one in leading position and of the same class as
     * the reply: another first digit contradicts the reply (RFC 2034 §4) and counts for nothing.
     */
    public Optional<EnhancedCode> enhancedCode() {
        // A loop: it is asked of every reply.
        for (String line : lines) {
            Optional<EnhancedCode> enhanced = EnhancedCode.leading(line);
            if (enhanced.isPresent() && enhanced.get().kind() == code / 100) {
                return enhanced;
            }
        }
        return Optional.empty();
    }

    /** As on the wire, the lines joined by line feeds. */
    @Override
    public String toString() {
        String digits = "%03d".formatted(code);
        String last = lines.getLast();
        return lines.subList(0, lines.size() - 1).stream()
                .map(line -> digits + "-" + line + "\n")
                .collect(Collectors.joining("", "", digits + (last.isEmpty() ? "" : " " + last)));
    }
}
