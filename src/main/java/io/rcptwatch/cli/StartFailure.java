package io.rcptwatch.cli;

import io.quarkus.runtime.QuarkusBindException;
import io.rcptwatch.app.RefusedException;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;

/** Says why the agent could not start: one line, unless the fault is ours. */
final class StartFailure {
    private StartFailure() {}

    static void print(Throwable failure, PrintStream err) {
        List<Throwable> causes =
                Stream.iterate(failure, cause -> cause != null, Throwable::getCause).toList();
        for (Throwable cause : causes) {
            switch (cause) {
                case RefusedException refused -> {
                    err.println(refused.getMessage());
                    return;
                }
                case QuarkusBindException bind -> {
                    err.printf(
                            "rcptwatch: cannot listen at %s port %d (%s): stop the program that"
                                    + " uses it, or name another address with --listen%n",
                            bind.getHost(), bind.getPort(), reason(bind));
                    return;
                }
                default -> {
                    // The next cause may be one that we know.
                }
            }
        }
        failure.printStackTrace(err);
    }

    /** What the system said: the end of a message that says the port once more. */
    private static String reason(QuarkusBindException bind) {
        String message = String.valueOf(bind.getMessage());
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}
