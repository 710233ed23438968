package io.rcptwatch.smtp;

import java.io.Serial;

/** Carries a {@link Fault} from the wire to the dialogue, and no further. */
public final class FaultException extends Exception {
    @Serial private static final long serialVersionUID = 1;

    private final transient Fault fault;

    /** Without a stack trace: it is an answer of the network, not a mistake of the program. */
    public FaultException(Fault.Kind kind, String detail) {
        super(detail, null, false, false);
        this.fault = new Fault(kind, detail);
    }

    /** What broke. */
    public Fault fault() {
        return fault;
    }
}
