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
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Every request passes here first. Requests that change or ask something are refused to pages of
 * other sites, and the body is read before a resource is called. Whatever a client makes us wait
 * for costs its connection, never a thread, and is bounded in number and time, so that {@code
 * /-/healthy} always answers.
 */
@Singleton
public final class RequestGuard {
    /** All of these together are fewer than {@code quarkus.http.limits.max-connections}. */
    private final SlowClients idle = new SlowClients(800, Duration.ofMinutes(2));

    private final SlowClients senders = new SlowClients(64, Duration.ofSeconds(10));
    private final SlowClients askers = new SlowClients(800, Duration.ofMinutes(3)); // for /probe
    private final SlowClients readers = new SlowClients(64, Duration.ofSeconds(30));

    private static final int BEFORE_ALL_OTHERS = -1_000_000;
    private static final Set<HttpMethod> READ_ONLY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

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
        Stream.of(idle, senders, askers, readers).forEach(SlowClients::closeAll);
    }

    private void admit(RoutingContext exchange) {
        HttpServerRequest request = exchange.request();
        Channel client = channel(request);
        if (!client.isActive()) {
            return; // It sent several requests, and has gone.
        }
        IdleConnections.requestCame(client, idle);
        exchange.addBodyEndHandler(_ -> IdleConnections.begin(client, idle));
        exchange.addHeadersEndHandler(_ -> awaitReader(exchange, client));
        if (changesOrAsks(exchange) && RequestOrigin.of(request.headers()).isAnotherSite()) {
            PlainErrors.end(exchange.response(), 403, "a page of another site asks for this");
            return;
        }
        SlowClients.Wait body = senders.await(client);
        RequestBody.read(
                exchange,
                maxBodySize,
                () -> {
                    body.end();
                    SlowClients.Wait work = askers.await(client);
                    exchange.addHeadersEndHandler(_ -> work.end());
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
