package io.rcptwatch.web;

import io.rcptwatch.agent.UnclassifiedReplies;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The refusals that no rule knows. */
record UnclassifiedPage(Moment now, List<Line> lines) {
    /** One of them; the link leads to the way it was judged. */
    record Line(
            String provider, String mx, long count, String reply, Moment lastSeen, String link) {}

    static UnclassifiedPage of(List<UnclassifiedReplies.Entry> entries, Instant now) {
        return new UnclassifiedPage(
                Moment.of(now, now), entries.stream().map(entry -> line(entry, now)).toList());
    }

    private static Line line(UnclassifiedReplies.Entry entry, Instant now) {
        String reply = Texts.cut(entry.reply().toString(), 1000);
        String mx = entry.mx().orElse("");
        return new Line(
                entry.provider().label(),
                mx,
                entry.count(),
                reply,
                Moment.of(entry.lastSeen(), now),
                "explain?reply=" + encoded(reply) + "&mx=" + encoded(mx));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
