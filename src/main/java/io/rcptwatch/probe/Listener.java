package io.rcptwatch.probe;

import io.rcptwatch.smtp.Phase;

/** Hears a conversation while it is held. */
public interface Listener {
    /** Hears nothing. */
    Listener NONE = new Listener() {};

    /** A command goes out. */
    default void said(Phase phase, String line) {}

    /** A step is over, well or not. */
    default void finished(DialogueStep step) {}
}
