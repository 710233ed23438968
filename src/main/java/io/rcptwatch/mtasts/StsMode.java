package io.rcptwatch.mtasts;

/** How it stands with a domain's MTA-STS, in one word: the values of the label {@code mode}. */
public enum StsMode {
    ENFORCE("enforce"),
    TESTING("testing"),
    NONE("none"),
    /** No record: the domain has no MTA-STS. */
    ABSENT("absent"),
    /** Its record or its policy is faulty or cannot be had, and no earlier policy holds. */
    FAULTY("faulty"),
    /** The DNS gave no answer, or we are at fault ourselves, and no earlier policy holds. */
    UNKNOWN("unknown");

    private final String label;

    StsMode(String label) {
        this.label = label;
    }

    /** The value of the label. */
    public String label() {
        return label;
    }
}
