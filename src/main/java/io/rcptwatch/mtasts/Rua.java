package io.rcptwatch.mtasts;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The {@code rua} of a TLSRPT record (RFC 8460 §3). */
final class Rua {
    private static final Set<String> SCHEMES = Set.of("mailto", "https");

    private Rua() {}

    static List<URI> places(TagList tags) throws BadSyntaxException {
        Optional<String> rua = tags.value("rua");
        if (rua.isEmpty()) {
            throw new BadSyntaxException("a TXT record without rua");
        }
        List<URI> places = new ArrayList<>();
        // RFC 8460 §3: a comma within a URI is encoded.
        for (String place : rua.get().split(",", -1)) {
            places.add(place(place.strip()));
        }
        return places;
    }

    private static URI place(String text) throws BadSyntaxException {
        try {
            URI uri = new URI(text);
            String scheme = Optional.ofNullable(uri.getScheme()).orElse("");
            if (SCHEMES.contains(scheme.toLowerCase(Locale.ROOT))) {
                return uri;
            }
        } catch (URISyntaxException _) {
            // and so no URI of these schemes
        }
        throw new BadSyntaxException("a rua with something that is no mailto: or https: URI");
    }
}
