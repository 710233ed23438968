package io.rcptwatch.web;

import io.rcptwatch.agent.Archive;
import io.rcptwatch.agent.Board;
import io.rcptwatch.agent.Restraint;
import io.rcptwatch.agent.Standing;
import io.rcptwatch.agent.Waits;
import io.rcptwatch.report.HistoryReport;
import io.rcptwatch.report.Json;
import io.rcptwatch.report.TargetReport;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.function.Function;

/** How the targets stand, for programs. */
@Path("/api/v1/targets")
@Produces(MediaType.APPLICATION_JSON)
public final class TargetsResource {
    private final Board board;
    private final Restraint restraint;
    private final Archive archive;

    TargetsResource(Board board, Restraint restraint, Archive archive) {
        this.board = board;
        this.restraint = restraint;
        this.archive = archive;
    }

    /** All targets, in the configuration's order. */
    @GET
    @RunOnVirtualThread // it waits for the client to read
    public StreamingOutput all() {
        Waits waits = restraint.waits();
        return out ->
                Json.write(
                        board.standings().stream()
                                .map(standing -> TargetReport.of(standing, waits.of(standing)))
                                .iterator(),
                        out);
    }

    /** One target; 404 where the domain is not watched. */
    @GET
    @Path("{domain}")
    public Response one(@PathParam("domain") String domain) {
        return about(domain, standing -> TargetReport.of(standing, restraint.waits().of(standing)));
    }

    /** Conversations before the latest round of one target; 404 where it is not watched. */
    @GET
    @Path("{domain}/history")
    public Response history(@PathParam("domain") String domain) {
        return about(
                domain,
                standing -> HistoryReport.of(standing.target(), archive.past(standing.target())));
    }

    private Response about(String domain, Function<Standing, Object> report) {
        return board.named(domain)
                .map(standing -> Response.ok(Json.text(report.apply(standing))).build())
                .orElseGet(
                        () ->
                                Refusal.json(
                                        Response.Status.NOT_FOUND, "this domain is not watched"));
    }
}
