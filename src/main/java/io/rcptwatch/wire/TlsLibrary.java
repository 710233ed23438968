package io.rcptwatch.wire;

import io.netty.handler.ssl.OpenSsl;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** The library that does our side of TLS: chosen once, when it is first asked for. */
public enum TlsLibrary {
    /** At a tenth of the JDK's CPU; on Linux for x86_64 and aarch64. */
    BORINGSSL,
    /** Always there. */
    JDK;

    /** The best one that works here. */
    public static TlsLibrary available() {
        return OpenSsl.isAvailable() ? BORINGSSL : JDK;
    }

    /** Why it is not {@link #BORINGSSL}, on one line; empty: it is. */
    public static Optional<String> fallbackCause() {
        return Optional.ofNullable(OpenSsl.unavailabilityCause())
                .map(TlsLibrary::innermost)
                .map(cause -> ExceptionText.oneLine(new IllegalStateException(cause.toString())));
    }

    // The loader tries several names, and hangs what each of them came to on the last one.
    private static Throwable innermost(Throwable cause) {
        Throwable inner = cause.getSuppressed().length > 0 ? cause.getSuppressed()[0] : cause;
        return Objects.requireNonNullElse(inner.getCause(), inner);
    }

    /** As metrics name it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
