package io.rcptwatch.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** Tells a client what was wrong with its request, in one line. */
@Provider
public final class PlainErrors implements ExceptionMapper<WebApplicationException> {
    @Override
    public Response toResponse(WebApplicationException error) {
        Response.StatusType status = error.getResponse().getStatusInfo();
        return Response.fromResponse(error.getResponse())
                .type(MediaType.TEXT_PLAIN_TYPE)
                .entity(status.getStatusCode() + " " + status.getReasonPhrase() + "\n")
                .build();
    }

    /** The same for a request that never gets to a resource. */
    static void end(HttpServerResponse response, int status) {
        end(response, status, status + " " + HttpResponseStatus.valueOf(status).reasonPhrase());
    }

    static void end(HttpServerResponse response, int status, String line) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MediaType.TEXT_PLAIN)
                .end(line + "\n");
    }
}
