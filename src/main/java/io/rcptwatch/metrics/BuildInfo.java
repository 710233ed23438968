package io.rcptwatch.metrics;

import io.rcptwatch.wire.TlsLibrary;
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
 * @param tls the library that does TLS with the mail hosts
 */
public record BuildInfo(String version, String revision, String javaVersion, TlsLibrary tls) {
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
                Runtime.version().toString(),
                TlsLibrary.available());
    }
}
