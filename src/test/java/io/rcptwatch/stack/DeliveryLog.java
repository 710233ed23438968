package io.rcptwatch.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.eclipse.microprofile.config.ConfigProvider;

/** The log of a mail server beside the agent: real mail is refused after DATA, and some is sent. */
final class DeliveryLog {
    static final String NAME = "mail.log";

    private static final String GOOGLE =
            "to=<seed@at-google.test>, relay=aspmx.l.google.com[192.0.2.26]:25, delay=1, dsn=5.7.26, status=";
    private static final String YAHOO =
            "to=<seed@at-yahoo.test>, relay=mta5.am0.yahoodns.net[192.0.2.77]:25, delay=1, dsn=4.7.0, status=";
    private static final String OTHER =
            "to=<seed@accepts.test>, relay=mx.accepts.test[192.0.2.78]:25, delay=1, dsn=5.0.0, status=";
    private static final String AFTER_DATA = " (in reply to end of data command))";

    private DeliveryLog() {}

    /** Writes its lines, if the agent that runs now has not been told yet. */
    static void write() throws IOException {
        Path agent = Path.of(ConfigProvider.getConfig().getValue("rcptwatch.config", String.class));
        Path log = agent.resolveSibling(NAME);
        if (Files.size(log) > 0) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            add(lines, GOOGLE + "sent (250 2.0.0 OK)");
            add(lines, GOOGLE + "bounced (host x said: 550 5.7.26 unauthenticated" + AFTER_DATA);
            add(
                    lines,
                    YAHOO
                            + "deferred (host x said: 421 4.7.0 [TSS04] temporarily deferred due to unexpected volume"
                            + AFTER_DATA);
            add(lines, OTHER + "bounced (host x said: 550 grzmph" + AFTER_DATA);
        }
        Files.writeString(log, lines, StandardOpenOption.APPEND);
    }

    private static void add(StringBuilder lines, String rest) {
        lines.append("Nov 30 23:59:01 out postfix/smtp[1]: 4F1: ").append(rest).append('\n');
    }
}
