package io.rcptwatch.web;

import io.rcptwatch.metrics.Exposition;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

/** What Prometheus scrapes. */
@Path("/metrics")
public final class MetricsResource {
    private final Exposition exposition;

    MetricsResource(Exposition exposition) {
        this.exposition = exposition;
    }

    /** All metrics, in the format that the client likes best. */
    @GET
    @RunOnVirtualThread // it waits for the client to read
    public Response scrape(@Context HttpHeaders headers) {
        String accept = String.join(",", headers.getRequestHeader(HttpHeaders.ACCEPT));
        Exposition.Format format = Negotiation.format(accept);
        StreamingOutput body = out -> exposition.write(format, out);
        return Response.ok(body, format.contentType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }
}
