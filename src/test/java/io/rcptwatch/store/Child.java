package io.rcptwatch.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program of this class path in a process of its own, which is killed without notice. */
record Child(Process process, BufferedReader output) implements AutoCloseable {
    static Child start(Class<?> program, String... arguments) throws IOException {
        return start(
                command(
                        System.getProperty("java.class.path"),
                        List.of(),
                        program,
                        List.of(arguments)));
    }

    /** What starts a program of that class path, with more options. */
    static List<String> command(
            String classPath, List<String> options, Class<?> program, List<String> arguments) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx64m"));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Any program; it must stay the same process. */
    static Child start(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        return new Child(process, process.inputReader(StandardCharsets.UTF_8));
    }

    /** The next line that it prints. */
    String readLine() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("it ended by itself");
        }
        return line;
    }

    /** SIGKILL; what it printed before is returned. */
    List<String> kill() throws IOException, InterruptedException {
        // By its handle: the process itself would close the output, too.
        process.toHandle().destroyForcibly();
        List<String> said = output.readAllLines();
        process.waitFor();
        return said;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
