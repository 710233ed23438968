package io.rcptwatch.deliveries;

/**
 * The beginning of a line that syslog or the journal writes: an optional priority, the time in the
 * traditional form or that of RFC 3339, the host. What a stranger wrote, a subject for instance,
 * never stands there: a format that looks elsewhere in the line could be told lies.
 */
final class SyslogHead {
    /** An expression for the beginning of a line, up to the name of the program. */
    static final String EXPRESSION =
            "(?:<\\d{1,3}>)?(?:[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d"
                    + "|\\d{4}-\\d\\d-\\d\\dT\\S{1,40}) \\S{1,255} ";

    private SyslogHead() {}
}
