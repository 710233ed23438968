package io.rcptwatch.web;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.impl.RoutingContextInternal;

/** Takes in the body of one request, and goes on when it is complete. */
final class RequestBody {
    private final RoutingContext exchange;
    private final long most;
    private final Runnable complete;
    private final Buffer body = Buffer.buffer();

    private RequestBody(RoutingContext exchange, long most, Runnable complete) {
        this.exchange = exchange;
        this.most = most;
        this.complete = complete;
    }

    /**
     * Begins. A body that is too long fails with 413 as soon as that is known; of a client that
     * goes away nothing more is heard.
     *
     * @param most how many bytes are taken
     * @param complete what to do then
     */
    static void read(RoutingContext exchange, long most, Runnable complete) {
        HttpServerRequest request = exchange.request();
        if (announced(request) > most) {
            exchange.fail(413);
            return;
        }
        RequestBody reading = new RequestBody(exchange, most, complete);
        request.handler(reading::take);
        request.endHandler(_ -> reading.end());
        request.exceptionHandler(_ -> {}); // the client has gone
        if (HttpHeaderValues.CONTINUE.contentEqualsIgnoreCase(
                request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue(); // RFC 9110 §10.1.1
        }
        request.resume();
    }

    /** Netty has seen to it that it is a number. */
    private static long announced(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length);
    }

    private void take(Buffer part) {
        if (exchange.failed()) {
            return;
        }
        if (body.length() + part.length() > most) {
            exchange.fail(413);
        } else {
            body.appendBuffer(part);
        }
    }

    private void end() {
        if (!exchange.failed()) {
            ((RoutingContextInternal) exchange).setBody(body); // JAX-RS looks for it there
            complete.run();
        }
    }
}
