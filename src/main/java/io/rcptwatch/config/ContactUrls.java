package io.rcptwatch.config;

import java.net.URI;
import java.net.URISyntaxException;

/** URLs under which people are found. A page shows them as links: they must not be scripts. */
final class ContactUrls {
    private static final int MOST = 200;

    private ContactUrls() {}

    static URI parse(String text) throws UnfitException {
        if (text.length() > MOST) {
            throw new UnfitException("is too long");
        }
        URI uri = uri(text);
        switch (String.valueOf(uri.getScheme())) {
            case "http", "https" -> {
                if (uri.getHost() == null || uri.getRawUserInfo() != null) {
                    throw new UnfitException("has no plain host");
                }
            }
            // RFC 6068 §2: what follows the question mark would write the message.
            case "mailto" -> MailAddresses.parse(uri.getSchemeSpecificPart());
            default -> throw new UnfitException("is of no kind that is allowed");
        }
        return uri;
    }

    private static URI uri(String text) throws UnfitException {
        try {
            return new URI(text);
        } catch (URISyntaxException _) {
            throw new UnfitException("is no URL");
        }
    }
}
