package io.rcptwatch.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/**
 * Who sends a request, as far as its browser tells. Programs tell nothing.
 *
 * @param site {@code Sec-Fetch-Site}, which browsers send over HTTPS and to localhost
 * @param origin {@code Origin}, which they send with every POST
 * @param host to whom it is sent
 */
record RequestOrigin(Optional<String> site, Optional<String> origin, String host) {
    static RequestOrigin of(HttpHeaders headers) {
        return new RequestOrigin(
                Optional.ofNullable(headers.getHeaderString("Sec-Fetch-Site")),
                Optional.ofNullable(headers.getHeaderString("Origin")),
                String.valueOf(headers.getHeaderString(HttpHeaders.HOST)));
    }

    /** Whether a page that is not ours is behind it. */
    boolean isAnotherSite() {
        // "none": somebody typed the address, or opened a bookmark.
        return site.map(s -> !s.equals("same-origin") && !s.equals("none"))
                .or(() -> origin.map(o -> !o.replaceFirst("^https?://", "").equals(host)))
                .orElse(false);
    }
}
