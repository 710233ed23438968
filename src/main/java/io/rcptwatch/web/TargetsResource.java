package io.rcptwatch.web;

import io.rcptwatch.agent.Board;
import io.rcptwatch.report.Json;
import io.rcptwatch.report.TargetReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.Map;

/** How the targets stand, for programs. */
@Path("/api/v1/targets")
@Produces(MediaType.APPLICATION_JSON)
public final class TargetsResource {
    private final Board board;

    TargetsResource(Board board) {
        this.board = board;
    }

    /** All targets, in the configuration's order. */
    @GET
    public StreamingOutput all() {
        return out -> Json.write(board.standings().stream().map(TargetReport::of).iterator(), out);
    }

    /** One target; 404 where the domain is not watched. */
    @GET
    @Path("{domain}")
    public Response one(@PathParam("domain") String domain) {
        return board.named(domain)
                .map(standing -> Response.ok(Json.text(TargetReport.of(standing))))
                .orElseGet(
                        () ->
                                Response.status(Response.Status.NOT_FOUND)
                                        .entity(
                                                Json.text(
                                                        Map.of(
                                                                "error",
                                                                "this domain is not watched"))))
                .build();
    }
}
