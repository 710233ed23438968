package io.rcptwatch.web;

import io.rcptwatch.report.HistoryReport;
import io.rcptwatch.report.ReportJson;
import io.rcptwatch.report.TargetReport;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProbeWaits;
import io.rcptwatch.watch.Restraint;
import io.rcptwatch.watch.TargetState;
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
    private final Ledger board;
    private final Restraint restraint;
    private final Archive archive;

    TargetsResource(Ledger board, Restraint restraint, Archive archive) {
        this.board = board;
        this.restraint = restraint;
        this.archive = archive;
    }

    /** All targets, in the configuration's order. */
    @GET
    @RunOnVirtualThread // it waits for the client to read
    public StreamingOutput all() {
        ProbeWaits waits = restraint.waits();
        return out ->
                ReportJson.write(
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

    private Response about(String domain, Function<TargetState, Object> report) {
        return board.named(domain)
                .map(standing -> Response.ok(ReportJson.text(report.apply(standing))).build())
                .orElseGet(
                        () ->
                                Refusal.json(
                                        Response.Status.NOT_FOUND, "this domain is not watched"));
    }
}
