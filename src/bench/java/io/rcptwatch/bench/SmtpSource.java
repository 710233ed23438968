package io.rcptwatch.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Postfix's smtp-source, the floor: one process, one thread, and nothing is kept or judged. */
record SmtpSource(int port) implements Contestant {
    static final String PROGRAM = "smtp-source";
    private static final int LONGEST_SECONDS = 60;

    @Override
    public String name() {
        return PROGRAM;
    }

    /**
     * HELO, MAIL, RCPT, DATA, one octet, QUIT: a round trip more than ours, on one connection each.
     */
    @Override
    public Cost hold(int conversations) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        PROGRAM,
                        "-m",
                        Integer.toString(conversations),
                        "-s",
                        Integer.toString(Conversations.AT_ONCE),
                        "-l",
                        "1",
                        "-M",
                        "probe.example.net",
                        "-f",
                        "probe@example.net",
                        "-t",
                        "postmaster@bench.test",
                        "127.0.0.1:" + port);
        Duration before = cpuOfEndedChildren();
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command).inheritIO().start();
        if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException(PROGRAM + " failed");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        return Cost.of(conversations, seconds, cpuOfEndedChildren().minus(before));
    }

    /** From proc(5): fields 16 and 17 of stat, in hundredths of a second on every Linux. */
    private static Duration cpuOfEndedChildren() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fromState = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis(
                10 * (Long.parseLong(fromState[13]) + Long.parseLong(fromState[14])));
    }
}
