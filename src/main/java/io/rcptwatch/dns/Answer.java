package io.rcptwatch.dns;

import java.util.List;
import org.xbill.DNS.Record;

/** What came of one question to the DNS. */
sealed interface Answer {
    /** The records of the type asked for; empty where the name has none (RFC 2308 §2.2). */
    record Found(List<Record> records) implements Answer {
        public Found {
            records = List.copyOf(records);
        }
    }

    /** NXDOMAIN (RFC 2308 §2.1). */
    record NoSuchName() implements Answer {}

    /** Nothing is known; the detail is one line that says why. */
    record Failed(String detail) implements Answer {}
}
