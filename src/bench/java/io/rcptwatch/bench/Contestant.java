package io.rcptwatch.bench;

import java.io.IOException;

/** Somebody who holds conversations. */
interface Contestant {
    /** Under which the report speaks of it. */
    String name();

    /**
     * Holds that many conversations, {@link Conversations#AT_ONCE} at once.
     *
     * @throws IOException where one of them did not come to its end
     */
    Cost hold(int conversations) throws IOException, InterruptedException;
}
