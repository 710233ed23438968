package io.rcptwatch.store;

/** What stands at the file's place is no state of ours that this version can read. */
final class UnfitFileException extends Exception {
    private static final long serialVersionUID = 1;

    UnfitFileException(String message) {
        super(message);
    }

    UnfitFileException(Throwable cause) {
        super("is damaged: " + cause.getMessage(), cause);
    }
}
