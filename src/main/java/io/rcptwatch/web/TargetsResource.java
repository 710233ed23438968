package io.rcptwatch.web;

import io.rcptwatch.report.HistoryReport;
import io.rcptwatch.report.ReportJson;
import io.rcptwatch.report.TargetReport;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.ProbeWaits;
import io.rcptwatch.watch.RoundRunner;
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
import java.util.function.Supplier;

/** How the targets stand, for programs. */
@Path("/api/v1/targets")
@Produces(MediaType.APPLICATION_JSON)
public final class TargetsResource {
    private final Ledger board;
    private final RoundRunner rounds;
    private final Supplier<InForce> inForce;

    TargetsResource(Ledger board, RoundRunner rounds, Supplier<InForce> inForce) {
        this.board = board;
        this.rounds = rounds;
        this.inForce = inForce;
    }

    /** All targets, in the configuration's order. */
    @GET
    @RunOnVirtualThread // it waits for the client to read
    public StreamingOutput all() {
        ProbeWaits waits = rounds.waits();
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
        return about(domain, standing -> TargetReport.of(standing, rounds.waits().of(standing)));
    }

    /** Conversations before the latest round of one target; 404 where it is not watched. */
    @GET
    @Path("{domain}/history")
    public Response history(@PathParam("domain") String domain) {
        return about(
                domain,
                standing ->
                        HistoryReport.of(
                                standing.target(),
                                inForce.get().archive().past(standing.target())));
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
