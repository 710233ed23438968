package io.rcptwatch.web;

import io.rcptwatch.target.SafeText;
import io.rcptwatch.watch.UnclassifiedReplies;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The refusals that no rule knows. */
record UnclassifiedPage(ShownTime now, List<ReplyLine> lines) {
    /** One of them; the link leads to the way it was judged. */
    record ReplyLine(
            String provider,
            String mx,
            long count,
            String reply,
            ShownTime lastSeen,
            String link) {}

    static UnclassifiedPage of(List<UnclassifiedReplies.Counted> entries, Instant now) {
        return new UnclassifiedPage(
                ShownTime.of(now, now), entries.stream().map(entry -> line(entry, now)).toList());
    }

    private static ReplyLine line(UnclassifiedReplies.Counted entry, Instant now) {
        String reply = SafeText.cut(entry.reply().toString(), 1000);
        String mx = entry.mx().orElse("");
        return new ReplyLine(
                entry.provider().label(),
                mx,
                entry.count(),
                reply,
                ShownTime.of(entry.lastSeen(), now),
                "explain?reply=" + encoded(reply) + "&mx=" + encoded(mx));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
