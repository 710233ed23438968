package io.rcptwatch.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rcptwatch.Peers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program that is run to its end. */
final class Tool {
    private static final int SECONDS = 60;

    private Tool() {}

    /**
     * What came of it.
     *
     * @param status 0: all is well
     * @param output everything that it said
     */
    record Result(int status, String output) {}

    static Result promtool(String... arguments) throws IOException, InterruptedException {
        return run("", Peers.program("promtool"), arguments);
    }

    static Result promtoolReading(String input, String... arguments)
            throws IOException, InterruptedException {
        return run(input, Peers.program("promtool"), arguments);
    }

    static Result amtool(String... arguments) throws IOException, InterruptedException {
        return run("", Peers.program("amtool"), arguments);
    }

    private static Result run(String input, Path program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().write(input.getBytes(UTF_8));
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new IOException(command + " does not end");
            }
            return new Result(process.exitValue(), output);
        } finally {
            process.destroyForcibly();
        }
    }
}
