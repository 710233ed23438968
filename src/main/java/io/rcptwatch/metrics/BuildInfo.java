package io.rcptwatch.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Which build is running.
 *
 * @param version of Rcptwatch
 * @param revision the commit it was built from, "unknown" where the build was not told
 * @param javaVersion of the Java that runs it
 */
public record BuildInfo(String version, String revision, String javaVersion) {
    private static final String RESOURCE = "/io/rcptwatch/build.properties";

    /** What the build wrote down about itself, and the Java that runs now. */
    public static BuildInfo current() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(RESOURCE)) {
            properties.load(Objects.requireNonNull(in, RESOURCE));
        } catch (IOException e) {
            throw new UncheckedIOException(RESOURCE, e);
        }
        return new BuildInfo(
                properties.getProperty("version", "unknown"),
                properties.getProperty("revision", "unknown"),
                Runtime.version().toString());
    }
}
