package io.rcptwatch.deliveries;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Says in words why a log cannot be read: some exceptions have only the file's name to say. */
public final class LogFailure {
    private LogFailure() {}

    /** The reason, without the file's name. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case NoSuchFileException _ -> "no such file";
            case AccessDeniedException _ -> "permission denied";
            default -> String.valueOf(failure.getMessage());
        };
    }
}
