package io.rcptwatch.dns;

import static java.util.stream.Collectors.toMap;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * A host that an MX record names.
 *
 * @param domain its name, in lower case
 * @param preference the lower the better
 */
record MxRecord(Name domain, int preference) {
    /** More hosts than any sane domain has: the rest of them is not looked at. */
    static final int MAX = 32;

    // RFC 1123 §2.1, and the underscore, which some really have.
    private static final Pattern HOST_NAME = Pattern.compile("[a-z0-9._-]+");

    /** Those of MX records, each once with its best preference, best first; none for a null MX. */
    static List<MxRecord> of(List<Record> records) {
        return records.stream()
                .filter(MXRecord.class::isInstance)
                .map(MXRecord.class::cast)
                // RFC 7505 §3: alone it says that there is no mail; among others it means nothing.
                .filter(mx -> !mx.getTarget().equals(Name.root))
                .collect(
                        toMap(
                                mx -> mx.getTarget().canonicalize(),
                                MXRecord::getPriority,
                                Math::min))
                .entrySet()
                .stream()
                .map(best -> new MxRecord(best.getKey(), best.getValue()))
                .sorted(
                        Comparator.comparingInt(MxRecord::preference)
                                .thenComparing(MxRecord::domain))
                .limit(MAX)
                .toList();
    }

    /** The name without the final dot; what is not printable in it is written {@code \DDD}. */
    String name() {
        return domain.toString(true);
    }

    /** Whether a host can have this name at all. */
    boolean isHostName() {
        return HOST_NAME.matcher(name()).matches();
    }
}
