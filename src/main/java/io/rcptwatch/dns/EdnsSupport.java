package io.rcptwatch.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.WireParseException;

/**
 * Whether one DNS server knows EDNS. A server that refuses a query with an OPT record is asked once
 * more without (RFC 6891 §7); if it answers that, the next queries have none either, for a while.
 */
final class EdnsSupport {
    private static final Duration REMEMBERED = Duration.ofMinutes(15); // a new server may be there
    private static final Set<Integer> REFUSALS = Set.of(Rcode.FORMERR, Rcode.NOTIMP, Rcode.BADVERS);

    private final SimpleResolver plain;
    private volatile long missingUntil = System.nanoTime();

    EdnsSupport(InetSocketAddress server, Duration patience) {
        plain = new SimpleResolver(server);
        plain.setTimeout(patience);
        plain.setEDNS(-1, 0, 0, List.of());
    }

    /** Whether the server is known not to know it. */
    boolean missing() {
        return missingUntil - System.nanoTime() > 0;
    }

    /** Asks without EDNS. */
    CompletionStage<Message> askWithout(Message query, Executor executor) {
        Message bare = query.clone();
        OPTRecord opt = bare.getOPT();
        if (opt != null) {
            bare.removeRecord(opt, Section.ADDITIONAL);
        }
        return plain.sendAsync(bare, executor);
    }

    /**
     * What came of a query with EDNS, or where that was refused, of the same query without.
     *
     * @param message what the server said, or null
     * @param failure why there is no such message, or null
     */
    CompletionStage<Message> orAskWithout(
            @Nullable Message message,
            @Nullable Throwable failure,
            Message query,
            Executor executor) {
        if (message != null && !REFUSALS.contains(message.getRcode())) {
            return CompletableFuture.completedFuture(message);
        }
        // A FORMERR of nothing but a header has no question, and counts as malformed.
        if (failure != null && !(Lookups.unwrapped(failure) instanceof WireParseException)) {
            return CompletableFuture.failedFuture(failure);
        }
        return askWithout(query, executor).thenApply(this::remembered);
    }

    private Message remembered(Message answer) {
        int code = answer.getRcode();
        if (code == Rcode.NOERROR || code == Rcode.NXDOMAIN) {
            missingUntil = System.nanoTime() + REMEMBERED.toNanos();
        }
        return answer;
    }
}
