package io.rcptwatch.watch;

import io.rcptwatch.target.Target;
import java.util.List;

/** Where conversations are kept that were held before the latest round. */
@FunctionalInterface
public interface Archive {
    /** Of somebody who keeps nothing. */
    Archive NONE = _ -> new Past.Missing("nothing is kept, since there is no state file");

    /** The states of those of these targets that it knows, as they were left. */
    default List<TargetState> recall(List<Target> targets) {
        return List.of();
    }

    /** What was said about a target before its latest round; may take a moment. */
    Past past(Target target);

    /** What is known of it. */
    sealed interface Past {
        /** So much is kept, the newest first. */
        record Kept(List<Observation> observations) implements Past {
            public Kept {
                observations = List.copyOf(observations);
            }
        }

        /**
         * Nothing can be told.
         *
         * @param reason why, as a part of a sentence
         */
        record Missing(String reason) implements Past {}
    }
}
