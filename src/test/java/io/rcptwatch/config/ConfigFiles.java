package io.rcptwatch.config;

import io.rcptwatch.yaml.Mistake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The configuration files that the tests read. */
final class ConfigFiles {
    static final Path BAD = Path.of("src/test/resources/config/bad");
    static final Path GOOD = Path.of("src/test/resources/config/good");
    static final Path EXAMPLE = Path.of("config/rcptwatch.yaml");
    static final Path SCHEMA = Path.of("config/rcptwatch.schema.json");
    static final Path REFERENCE = Path.of("config/REFERENCE.md");

    private ConfigFiles() {}

    static List<Path> bad() {
        return yaml(BAD);
    }

    static List<Path> good() {
        return Stream.concat(yaml(GOOD).stream(), Stream.of(EXAMPLE)).toList();
    }

    /** The lines about a file, each naming it without its folder. */
    static List<String> complaints(Path file) {
        return switch (Configuration.load(file)) {
            case LoadResult.Loaded _ -> List.of();
            case LoadResult.InvalidConfiguration(List<Mistake> mistakes) ->
                    mistakes.stream()
                            .map(m -> m.toString().substring(file.toString().length()))
                            .map(rest -> file.getFileName() + rest)
                            .toList();
        };
    }

    static Configuration loaded(Path file) {
        return loaded(Configuration.load(file));
    }

    static Configuration loaded(LoadResult loading) {
        return switch (loading) {
            case LoadResult.Loaded(Configuration configuration) -> configuration;
            case LoadResult.InvalidConfiguration(List<Mistake> mistakes) ->
                    throw new AssertionError(mistakes.toString());
        };
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> yaml(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
