package io.rcptwatch.cli;

import io.rcptwatch.probe.DialogueStep;
import io.rcptwatch.probe.Listener;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.smtp.Reply;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Prints a conversation while it is held: C: is what we say, S: what the server says. */
final class DialoguePrinter implements Listener {
    private final PrintStream out;
    private final TerminalStyle ink;

    DialoguePrinter(PrintStream out, TerminalStyle ink) {
        this.out = out;
        this.ink = ink;
    }

    @Override
    public void said(Phase phase, String line) {
        out.println("  " + ink.cyan("C: " + line));
    }

    @Override
    public void finished(DialogueStep step) {
        step.received().ifPresentOrElse(reply -> print(reply, step), () -> printSilent(step));
        out.flush();
    }

    private void print(Reply reply, DialogueStep step) {
        String[] lines = reply.toString().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String time = i == lines.length - 1 ? "  " + time(step) : "";
            out.println("  " + coloured(reply, "S: " + lines[i]) + time);
        }
    }

    private String coloured(Reply reply, String line) {
        return switch (reply.code() / 100) {
            case 2 -> ink.green(line);
            case 4 -> ink.yellow(line);
            default -> ink.red(line);
        };
    }

    /** A connection, a handshake, or an answer that did not come. */
    private void printSilent(DialogueStep step) {
        String what =
                switch (step.phase()) {
                    case CONNECT -> "-- connection";
                    case STARTTLS -> "-- TLS handshake";
                    default -> "-- no answer";
                };
        out.println("  " + ink.dim(what) + "  " + time(step));
    }

    private String time(DialogueStep step) {
        return ink.dim(seconds(step.duration()));
    }

    /** Seconds with three places, as {@code 0.012 s}. */
    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.3f s", duration.toNanos() / 1e9);
    }
}
