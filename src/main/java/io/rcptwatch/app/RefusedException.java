package io.rcptwatch.app;

import java.io.Serial;

/** A configuration that cannot be taken; the message is one line and names the key. */
public final class RefusedException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    RefusedException(ConfigurationReading.Fit reading, String key, String what) {
        super(reading.complaint(key, what).replaceAll("\\p{Cntrl}+", " "));
    }
}
