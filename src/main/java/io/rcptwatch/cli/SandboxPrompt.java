package io.rcptwatch.cli;

import io.rcptwatch.sandbox.Behaviour;
import io.rcptwatch.sandbox.Receiver;
import io.rcptwatch.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Obeys what somebody types while the sandbox runs. */
final class SandboxPrompt {
    private static final String USAGE = "a line is HOST-or-DOMAIN BEHAVIOUR, list or help";
    // The longest name and the longest behaviour take less.
    private static final int LONGEST = 300;

    private final Sandbox sandbox;

    SandboxPrompt(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Answers each line, until there are no more. */
    void serve(Reader in, PrintStream out) {
        try {
            for (Optional<String> line = line(in); line.isPresent(); line = line(in)) {
                answer(line.get()).ifPresent(out::println);
            }
        } catch (IOException _) {
            // The terminal has gone: as where there are no more.
        }
    }

    /** The next line, of which the rest is not kept where it is too long. */
    private static Optional<String> line(Reader in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c = in.read();
        if (c < 0) {
            return Optional.empty();
        }
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() <= LONGEST) {
                line.append((char) c);
            }
        }
        return Optional.of(line.toString());
    }

    private Optional<String> answer(String line) {
        String[] words = line.strip().split("\\s+", -1);
        return switch (words.length) {
            case 1 -> word(words[0]);
            case 2 -> Optional.of(play(words[0], words[1]));
            default -> Optional.of(USAGE);
        };
    }

    private Optional<String> word(String word) {
        return switch (word) {
            case "" -> Optional.empty();
            case "list" -> Optional.of(shown(sandbox.receivers()));
            case "help" -> Optional.of(help());
            default -> Optional.of(USAGE);
        };
    }

    private String play(String name, String behaviour) {
        Optional<Behaviour> wanted = Behaviour.labelled(behaviour);
        return wanted.isEmpty()
                ? "no such behaviour; allowed: " + Behaviour.labels()
                : play(name, wanted.get());
    }

    private String play(String name, Behaviour wanted) {
        try {
            List<Receiver> receivers = sandbox.play(name, wanted);
            return receivers.isEmpty()
                    ? "no receiver listens under this name; list shows all"
                    : receivers.stream().map(Receiver::host).collect(Collectors.joining(", "))
                            + ": "
                            + wanted.meaning();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static String shown(List<Receiver> receivers) {
        return receivers.stream()
                .map(r -> "%-28s %-18s %s".formatted(r.domain(), r.behaviour().label(), r.host()))
                .collect(Collectors.joining("\n"));
    }

    private static String help() {
        return Arrays.stream(Behaviour.values())
                .map(b -> "  %-18s %s".formatted(b.label(), b.meaning()))
                .collect(Collectors.joining("\n", USAGE + "\n", ""));
    }
}
