package io.rcptwatch.dns;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Cache;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;

/** Keeps answers and denials for their TTL, within bounds; failures it never keeps. */
final class AnswerCache extends Cache {
    private static final int MAX_NAMES = 10_000;
    private static final int MAX_RECORDS = 64;
    private static final int MAX_SECONDS = 3600;
    private static final int MAX_DENIAL_SECONDS = 300; // a domain that was put right is soon seen

    AnswerCache() {
        super(DClass.IN);
        setMaxEntries(MAX_NAMES);
        setMaxCache(MAX_SECONDS);
        setMaxNCache(MAX_DENIAL_SECONDS);
    }

    @Override
    public @Nullable SetResponse addMessage(Message message) {
        return fits(message) ? super.addMessage(message) : null;
    }

    /** No huge answers, and no DNAME: it would speak for every name below its own. */
    private static boolean fits(Message message) {
        return message.getSection(Section.ANSWER).size() <= MAX_RECORDS
                && message.getSection(Section.AUTHORITY).size() <= MAX_RECORDS
                && message.getSection(Section.ADDITIONAL).size() <= MAX_RECORDS
                && message.getSection(Section.ANSWER).stream()
                        .noneMatch(r -> r.getType() == Type.DNAME);
    }
}
