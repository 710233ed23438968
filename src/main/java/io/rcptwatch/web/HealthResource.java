package io.rcptwatch.web;

import io.rcptwatch.watch.AgentHealth;
import io.rcptwatch.watch.HealthProblem;
import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether we live and work, as Prometheus tells it of itself; answers while all threads are busy.
 */
@Path("/-")
@Produces(MediaType.TEXT_PLAIN)
public final class HealthResource {
    private final Readiness readiness;
    private final AgentHealth wellbeing;

    HealthResource(Readiness readiness, AgentHealth wellbeing) {
        this.readiness = readiness;
        this.wellbeing = wellbeing;
    }

    /** 200 as long as anybody answers. */
    @GET
    @NonBlocking
    @Path("healthy")
    public String healthy() {
        return "Rcptwatch is healthy.\n";
    }

    /** 200 once the schedule runs, 503 before, and while something keeps us from our work. */
    @GET
    @NonBlocking
    @Path("ready")
    public Response ready() {
        Set<HealthProblem> ailments = wellbeing.ailments();
        if (!readiness.ready()) {
            return unavailable("Rcptwatch is not ready yet.");
        }
        return ailments.isEmpty()
                ? Response.ok("Rcptwatch is ready.\n").build()
                : unavailable(
                        ailments.stream()
                                .map(HealthProblem::description)
                                .collect(Collectors.joining(", ", "Rcptwatch is unwell: ", ".")));
    }

    private static Response unavailable(String line) {
        return Response.status(Response.Status.SERVICE_UNAVAILABLE).entity(line + "\n").build();
    }
}
