package io.rcptwatch.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and how much to remember.
 *
 * @param file the file, which may not exist yet
 * @param keep how many conversations before the latest round, for each target
 */
public record StateSettings(Path file, int keep) {
    private static final String ENDING = ".state";

    /**
     * What a document says, else what operators expect: a file for each configuration, in the
     * folder that systemd gives us for that, else beside the configuration. A sandbox's world
     * begins anew with each start, and so does what is known of it.
     *
     * @param given the value of {@code STATE_DIRECTORY}: one or more folders, separated by colons
     */
    static Optional<StateSettings> of(Values document, Path file, Optional<String> given) {
        Values state = document.under(Grammar.STATE);
        Optional<Path> usual =
                document.gives(Grammar.SANDBOX)
                        ? Optional.empty()
                        : Optional.of(usual(file, given));
        return state.get(Grammar.STATE_FILE)
                .map(file::resolveSibling)
                .or(() -> usual)
                .map(place -> new StateSettings(place, state.need(Grammar.STATE_KEEP)));
    }

    private static Path usual(Path file, Optional<String> given) {
        String name = file.toAbsolutePath().getFileName().toString();
        String stem = name.replaceFirst("(?<=.)\\.ya?ml$", "") + ENDING;
        return given.map(folders -> Path.of(folders.split(":", 2)[0]).resolve(stem))
                .orElseGet(() -> file.resolveSibling(stem));
    }
}
