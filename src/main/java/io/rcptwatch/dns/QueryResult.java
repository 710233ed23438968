package io.rcptwatch.dns;

import java.util.List;
import org.xbill.DNS.Record;

/** What came of one question to the DNS. */
sealed interface QueryResult {
    /** The records of the type asked for; empty where the name has none (RFC 2308 §2.2). */
    record FoundRecords(List<Record> records) implements QueryResult {
        public FoundRecords {
            records = List.copyOf(records);
        }
    }

    /** NXDOMAIN (RFC 2308 §2.1). */
    record NameError() implements QueryResult {}

    /** Nothing is known; the detail is one line that says why. */
    record QueryFailed(String detail) implements QueryResult {}
}
