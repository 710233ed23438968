package io.rcptwatch.cli;

import java.io.Console;
import java.util.Optional;
import picocli.CommandLine.Help.Ansi;

/**
 * Colours for a terminal, none for a pipe.
 *
 * @param coloured whether to use any
 */
record TerminalStyle(boolean coloured) {
    /** Colours where standard output is a terminal and nobody asked for none (no-color.org). */
    static TerminalStyle ofStandardOutput() {
        return new TerminalStyle(Ansi.AUTO.enabled());
    }

    /** Whether somebody types: neither a pipe nor a file, as far as the JVM tells. */
    static boolean standardInputIsTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    }

    String bold(String text) {
        return in("1", text);
    }

    String dim(String text) {
        return in("2", text);
    }

    String red(String text) {
        return in("31", text);
    }

    String green(String text) {
        return in("32", text);
    }

    String yellow(String text) {
        return in("33", text);
    }

    String cyan(String text) {
        return in("36", text);
    }

    private String in(String code, String text) {
        return coloured ? "\033[" + code + "m" + text + "\033[0m" : text;
    }
}
