package io.rcptwatch.watch;

import io.rcptwatch.target.Target;

/** What becomes of a domain that is not watched when somebody asks about it. */
@FunctionalInterface
public interface AdHocPolicy {
    /** Looks at what somebody takes for a domain. */
    Permit permit(String domain);

    /** What the configuration says to it. */
    sealed interface Permit {
        /** It may be asked about, so. */
        record Granted(Target target) implements Permit {}

        /** It may not. */
        record Denied() implements Permit {}

        /**
         * It is no domain.
         *
         * @param complaint as the rest of a sentence that begins with the domain
         */
        record Absurd(String complaint) implements Permit {}
    }
}
