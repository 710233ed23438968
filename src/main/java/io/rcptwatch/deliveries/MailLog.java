package io.rcptwatch.deliveries;

import java.util.List;

/** A log whose kind is found out line by line: those of several mail servers may be in one file. */
public final class MailLog implements LogFormat {
    private final List<LogFormat> formats =
            List.of(new PostfixLog(), new EximLog(), new KumoMtaLog());

    @Override
    public LogReading read(String line) {
        LogReading last = new LogReading.Other();
        for (LogFormat format : formats) {
            last = format.read(line);
            if (!(last instanceof LogReading.Other)) {
                return last;
            }
        }
        return last;
    }
}
