package io.rcptwatch.web;

import io.vertx.core.MultiMap;
import java.util.Optional;

/**
 * Who sends a request, as far as its browser tells. Programs tell nothing.
 *
 * @param site {@code Sec-Fetch-Site}, which browsers send over HTTPS and to localhost
 * @param page {@code Origin}, which they send with every POST, or else {@code Referer}
 * @param host to whom it is sent
 */
record RequestOrigin(Optional<String> site, Optional<String> page, String host) {
    static RequestOrigin of(MultiMap headers) {
        return new RequestOrigin(
                Optional.ofNullable(headers.get("Sec-Fetch-Site")),
                Optional.ofNullable(headers.get("Origin"))
                        .or(() -> Optional.ofNullable(headers.get("Referer"))),
                String.valueOf(headers.get("Host")));
    }

    /** Whether a page that is not ours is behind it. */
    boolean isAnotherSite() {
        // "none": the user typed the address, or opened a bookmark.
        return site.map(s -> !s.equals("same-origin") && !s.equals("none"))
                .or(() -> page.map(p -> !p.replaceFirst("^https?://([^/]*).*", "$1").equals(host)))
                .orElse(false);
    }
}
