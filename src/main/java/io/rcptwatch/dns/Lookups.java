package io.rcptwatch.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.ResolverConfig;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;
import org.xbill.DNS.lookup.InvalidZoneDataException;
import org.xbill.DNS.lookup.LookupResult;
import org.xbill.DNS.lookup.LookupSession;
import org.xbill.DNS.lookup.NoSuchDomainException;
import org.xbill.DNS.lookup.NoSuchRRSetException;
import org.xbill.DNS.lookup.RedirectLoopException;
import org.xbill.DNS.lookup.RedirectOverflowException;

/** Asks the DNS: through servers, retries, CNAMEs and the cache to one {@link QueryResult}. */
final class Lookups {
    private static final int TRIES = 2;
    private static final int MAX_CNAMES = 10;

    private final Duration limit;
    private final LookupSession session;

    /**
     * Asks these servers.
     *
     * @param servers in order of preference; empty: the system's
     * @param limit the time for one question, all retries and CNAMEs included
     */
    Lookups(List<InetSocketAddress> servers, Duration limit) {
        this.limit = limit;
        session =
                LookupSession.builder()
                        .resolver(resolver(servers, limit))
                        .cache(new AnswerCache())
                        .maxRedirects(MAX_CNAMES)
                        .executor(Thread::startVirtualThread)
                        .build();
    }

    /** Asks these servers, or the system's where there are none, each twice. */
    static Resolver resolver(List<InetSocketAddress> configured, Duration limit) {
        List<InetSocketAddress> servers =
                configured.isEmpty() ? ResolverConfig.getCurrentConfig().servers() : configured;
        Duration patience = limit.dividedBy((long) TRIES * servers.size());
        ExtendedResolver resolver =
                new ExtendedResolver(
                        servers.stream()
                                .<Resolver>map(server -> new NameServer(server, patience))
                                .toList());
        resolver.setRetries(TRIES);
        // Ours runs out first: it also counts the time that CNAMEs take.
        resolver.setTimeout(limit.multipliedBy(2));
        return resolver;
    }

    /** Asks, and waits for the answer. */
    QueryResult ask(Name name, int type) {
        return await(start(name, type));
    }

    /** Asks; the answer comes within the time limit, and never as an exception. */
    CompletableFuture<QueryResult> start(Name name, int type) {
        return session.lookupAsync(name, type)
                .thenApply(result -> found(result, type))
                .exceptionally(failure -> denial(name, type, unwrapped(failure)))
                .toCompletableFuture()
                .completeOnTimeout(
                        failed(name, type, tooLate(limit)), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits for an answer; who is interrupted gets none. */
    static QueryResult await(CompletableFuture<QueryResult> answer) {
        try {
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new QueryResult.QueryFailed("the lookup was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static QueryResult found(LookupResult result, int type) {
        return new QueryResult.FoundRecords(
                result.getRecords().stream()
                        .filter(r -> r.getType() == type && r.getDClass() == DClass.IN)
                        .toList());
    }

    private QueryResult denial(Name name, int type, Throwable failure) {
        return switch (failure) {
            case NoSuchDomainException _ -> new QueryResult.NameError();
            case NoSuchRRSetException _ -> new QueryResult.FoundRecords(List.of());
            default -> failed(name, type, reason(failure, limit));
        };
    }

    /** Why there is no answer, in a few words. */
    static String reason(Throwable failure, Duration limit) {
        return switch (failure) {
            case NoAnswerException e -> String.valueOf(e.getMessage());
            case RedirectLoopException _ -> "CNAME records in a loop";
            case RedirectOverflowException _ -> "more than " + MAX_CNAMES + " CNAME records";
            case SocketTimeoutException _ -> tooLate(limit);
            case WireParseException _, InvalidZoneDataException _ -> "an answer against the rules";
            case IOException _ -> "the DNS server cannot be reached";
            default -> "an answer that cannot be read";
        };
    }

    static String tooLate(Duration limit) {
        return "no answer within " + limit.toMillis() / 1000.0 + " s";
    }

    private static QueryResult failed(Name name, int type, String reason) {
        return new QueryResult.QueryFailed(
                Type.string(type) + " " + name.toString(true) + ": " + reason);
    }

    static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof CompletionException && cause != null ? cause : failure;
    }
}
