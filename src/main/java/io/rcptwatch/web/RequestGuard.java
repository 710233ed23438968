package io.rcptwatch.web;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Every request passes here first. Requests that change or ask something are refused to pages of
 * other sites, the body is read before a resource is called, and slow clients are bounded in number
 * and time: a client costs its connection, never a thread.
 */
@Singleton
public final class RequestGuard {
    private static final Duration BODY_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** Clients that send slowly, and as many that read slowly. */
    private static final int MAX_SLOW = 64;

    private static final int BEFORE_ALL_OTHERS = -1_000_000;
    private static final Set<HttpMethod> READ_ONLY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final SlowClients senders = new SlowClients(MAX_SLOW, BODY_LIMIT);
    private final SlowClients readers = new SlowClients(MAX_SLOW, ANSWER_LIMIT);
    private final long maxBodySize;

    RequestGuard(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBodySize) {
        this.maxBodySize = maxBodySize.asLongValue();
    }

    void register(@Observes Router router) {
        router.route()
                .order(BEFORE_ALL_OTHERS)
                .handler(this::admit)
                .failureHandler(RequestGuard::failed);
    }

    /** When all else has stopped: what is still read or written then would only fail. */
    void close(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
        senders.closeAll();
        readers.closeAll();
    }

    private void admit(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        Channel client = channel(request);
        if (!client.isActive()) {
            return; // It sent several requests, and has gone.
        }
        exchange.addHeadersEndHandler(_ -> awaitReader(exchange, client));
        if (changesOrAsks(exchange) && RequestOrigin.of(request.headers()).isAnotherSite()) {
            PlainErrors.end(exchange.response(), 403, "a page of another site asks for this");
            return;
        }
        SlowClients.Wait wait = senders.await(client);
        RequestBody.read(
                exchange,
                maxBodySize,
                () -> {
                    wait.end();
                    exchange.next();
                });
    }

    private static boolean changesOrAsks(RoutingContext exchange) {
        return !READ_ONLY.contains(exchange.request().method())
                || exchange.queryParam("fresh").contains("true");
    }

    /** Until the client has taken the whole answer, and not only until we have written it. */
    private void awaitReader(RoutingContext exchange, Channel client) {
        if (!client.isActive()) {
            return;
        }
        SlowClients.Wait wait = readers.await(client);
        exchange.addBodyEndHandler(
                _ -> {
                    // It counts as written when all before it is.
                    var _ =
                            client.writeAndFlush(Unpooled.EMPTY_BUFFER)
                                    .addListener(_ -> wait.end());
                });
    }

    private static void failed(RoutingContext exchange) {
        int status = exchange.statusCode();
        if (!channel(exchange.request()).isActive() || exchange.response().ended()) {
            return; // The client has gone, or was sent away.
        }
        if (status >= 400 && status < 500) {
            PlainErrors.end(exchange.response(), status);
        } else {
            exchange.next();
        }
    }

    /** Vert.x hides it, but nothing else tells when a client has taken what was written. */
    static Channel channel(HttpServerRequest request) {
        return ((ConnectionBase) request.connection()).channel();
    }
}
