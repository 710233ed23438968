package io.rcptwatch.store;

/** Another process has the file open. */
public final class InUseException extends Exception {
    private static final long serialVersionUID = 1;

    InUseException(String message) {
        super(message);
    }
}
