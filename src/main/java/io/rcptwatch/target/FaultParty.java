package io.rcptwatch.target;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whose turn it is to act on an {@link Outcome}: the closed set behind the label {@code fault}. */
public enum FaultParty {
    /** Nothing is wrong, or waiting is all there is to do. */
    NONE,
    /** The sender: our address, name, domain, volume or dialogue. */
    US,
    /** One mailbox: another recipient may well be accepted. */
    RECIPIENT,
    /** The receiving domain or its mail servers. */
    RECEIVER,
    /** Something between us and the receiver; either end may have to look. */
    NETWORK,
    /** The evidence does not tell. */
    UNKNOWN;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** The value of the label {@code fault}. */
    public String label() {
        return label;
    }

    /** The party of that label, empty if there is none. */
    public static Optional<FaultParty> labelled(String label) {
        return Arrays.stream(values()).filter(f -> f.label.equals(label)).findFirst();
    }
}
