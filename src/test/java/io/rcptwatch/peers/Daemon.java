package io.rcptwatch.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs no longer than this JVM, however that ends: a shell waits at the other end of
 * a pipe, and stops the program once nobody holds this end any more.
 */
final class Daemon implements AutoCloseable {
    private static final String WATCH =
            """
            trap : INT TERM HUP
            if sh -e ./start >start.log 2>&1 </dev/null; then
                echo started
                read -r _
            else
                tail -n 50 start.log log
            fi
            sh ./stop >stop.log 2>&1
            cd / && rm -rf "$1"
            """;
    private static final int STOP_SECONDS = 20;

    private final Process watch;

    private Daemon(Process watch) {
        this.watch = watch;
    }

    /** Runs the folder's script {@code start}; {@link #close} runs {@code stop}, removes it all. */
    static Daemon start(Path folder) throws IOException {
        Process watch =
                new ProcessBuilder("sh", "-c", WATCH, "watch", folder.toString())
                        .directory(folder.toFile())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        BufferedReader out = watch.inputReader(StandardCharsets.UTF_8);
        String said = out.readLine();
        if (!"started".equals(said)) {
            throw new IOException("it did not start: " + said + "\n" + out.readAllAsString());
        }
        return new Daemon(watch);
    }

    @Override
    public void close() {
        try {
            watch.getOutputStream().close();
            watch.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
