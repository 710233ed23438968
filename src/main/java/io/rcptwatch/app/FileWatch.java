package io.rcptwatch.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Looks at the files of the configuration every few seconds, where it asks for that. No watch
 * service: files that are mounted into a container are links that change, which those miss.
 */
final class FileWatch implements AutoCloseable {
    static final Duration PERIOD = Duration.ofSeconds(5);

    private final Path file;
    private final Reloader reloader;
    private final Thread loop = Thread.ofVirtual().name("file watch").unstarted(this::loop);

    FileWatch(Path file, Reloader reloader) {
        this.file = file;
        this.reloader = reloader;
    }

    void start() {
        loop.start();
    }

    private void loop() {
        List<Object> seen = look();
        try {
            while (true) {
                Thread.sleep(PERIOD);
                List<Object> now = look();
                boolean changed = !now.equals(seen);
                seen = now;
                if (changed && reloader.get().reading().configuration().reloadOnChange()) {
                    reloader.reloadSoon();
                }
            }
        } catch (InterruptedException e) {
            // close() wakes the loop: it is over.
            return;
        }
    }

    private List<Object> look() {
        Optional<Path> rules = reloader.get().reading().configuration().rules();
        return Stream.concat(Stream.of(file), rules.stream()).map(FileWatch::look).toList();
    }

    private static Object look(Path path) {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return List.of(
                    path, found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
        } catch (IOException e) {
            // An editor is just replacing it, or it is gone: one look later it is as it is.
            return path;
        }
    }

    @Override
    public void close() {
        loop.interrupt();
    }
}
