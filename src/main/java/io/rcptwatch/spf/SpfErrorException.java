package io.rcptwatch.spf;

/** An evaluation that ends at once, whatever it is inside of (RFC 7208 §2.6.6, §2.6.7). */
final class SpfErrorException extends Exception {
    private static final long serialVersionUID = 1;

    private final SpfVerdict verdict;
    private final String reason;

    private SpfErrorException(SpfVerdict verdict, String reason) {
        super(reason, null, false, false);
        this.verdict = verdict;
        this.reason = reason;
    }

    static SpfErrorException permanent(String reason) {
        return new SpfErrorException(SpfVerdict.PERMERROR, reason);
    }

    static SpfErrorException temporary(String reason) {
        return new SpfErrorException(SpfVerdict.TEMPERROR, reason);
    }

    SpfResult result() {
        return new SpfResult(verdict, reason);
    }
}
