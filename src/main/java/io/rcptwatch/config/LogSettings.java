package io.rcptwatch.config;

import java.nio.file.Path;

/**
 * A log of our own mail server.
 *
 * @param file is followed across its rotation
 * @param identity whose deliveries it tells of, by its name
 */
public record LogSettings(Path file, String identity) {}
