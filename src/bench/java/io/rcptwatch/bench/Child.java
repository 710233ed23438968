package io.rcptwatch.bench;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that runs beside us, and no longer than this JVM, however that ends. */
final class Child implements AutoCloseable {
    // Waits at the other end of a pipe until nobody holds ours any more.
    private static final String WATCH =
            """
            trap : INT TERM HUP
            "$@" </dev/null &
            echo $!
            read -r _
            kill -KILL $!
            wait
            """;
    private static final int SECONDS = 10;

    private final List<String> command;
    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final ProcessHandle program;

    private Child(List<String> command, boolean watched) throws IOException {
        this.command = command;
        Stream<String> watch =
                watched ? Stream.of("sh", "-c", WATCH, "watch") : Stream.<String>of();
        this.process =
                new ProcessBuilder(Stream.concat(watch, command.stream()).toList())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        this.output = process.inputReader();
        this.input = process.outputWriter();
        this.program =
                watched
                        ? ProcessHandle.of(Long.parseLong(readLine())).orElseThrow(this::ended)
                        : process.toHandle();
    }

    /** Starts a program that ends by itself when its input does. */
    static Child start(List<String> command) throws IOException {
        return new Child(command, false);
    }

    /** Starts a program that reads no input and has to be killed. */
    static Child watched(List<String> command) throws IOException {
        return new Child(command, true);
    }

    /** The next line that it prints. */
    String readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw ended();
        }
        return line;
    }

    private EOFException ended() {
        return new EOFException(String.join(" ", command) + " has ended");
    }

    /** Gives it a line to read. */
    void writeLine(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** The CPU time that it has taken so far, in steps of 10 ms, that of the kernel with it. */
    Duration cpu() throws IOException {
        return program.info().totalCpuDuration().orElseThrow(this::ended);
    }

    /** Its resident memory in MiB; Linux only. */
    double residentMebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + program.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElseThrow(this::ended);
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
