package io.rcptwatch.wire;

import io.rcptwatch.smtp.TlsProblem;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/** What came of asking for a page over HTTPS. */
public sealed interface HttpsAnswer {
    /**
     * The server, which is the one asked for, answered.
     *
     * @param status the HTTP status code
     * @param mediaType in lower case, without parameters; empty where the server names none
     * @param body empty where the status is not 200
     */
    record Page(int status, Optional<String> mediaType, ByteBuffer body) implements HttpsAnswer {}

    /** Whatever answers there, its certificate proves nothing; it was asked for no page. */
    record Distrusted(Set<TlsProblem> problems) implements HttpsAnswer {
        public Distrusted {
            problems = Set.copyOf(problems);
        }
    }

    /** No answer, no whole one, or none that can be read: one line that says why. */
    record Failed(String detail) implements HttpsAnswer {}

    /** It is us: stopping, no route, no descriptors. */
    record LocalError(String detail) implements HttpsAnswer {}
}
