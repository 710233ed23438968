package io.rcptwatch.web;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Whether we live and work, as Prometheus tells it of itself. */
@Path("/-")
@Produces(MediaType.TEXT_PLAIN)
public final class HealthResource {
    private final Readiness readiness;

    HealthResource(Readiness readiness) {
        this.readiness = readiness;
    }

    /** 200 as long as anybody answers. */
    @GET
    @Path("healthy")
    public String healthy() {
        return "Rcptwatch is healthy.\n";
    }

    /** 200 once the schedule runs, 503 before. */
    @GET
    @Path("ready")
    public Response ready() {
        return readiness.ready()
                ? Response.ok("Rcptwatch is ready.\n").build()
                : Response.status(Response.Status.SERVICE_UNAVAILABLE)
                        .entity("Rcptwatch is not ready yet.\n")
                        .build();
    }
}
