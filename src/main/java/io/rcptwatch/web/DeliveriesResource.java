package io.rcptwatch.web;

import io.rcptwatch.deliveries.DeliveryCounts;
import io.rcptwatch.report.DeliveriesReport;
import io.rcptwatch.report.ReportJson;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;

/** What became of our mail in the last hour, by our mail server's log. */
@Path("/")
public final class DeliveriesResource {
    private final DeliveryCounts counts;
    private final InstantSource clock;

    DeliveriesResource(DeliveryCounts counts, InstantSource clock) {
        this.counts = counts;
        this.clock = clock;
    }

    /** For people. */
    @GET
    @Path("deliveries")
    @Produces(MediaType.TEXT_HTML)
    public String page() {
        return Templates.deliveries(report());
    }

    /** For programs. */
    @GET
    @Path("api/v1/deliveries")
    @Produces(MediaType.APPLICATION_JSON)
    public String json() {
        return ReportJson.text(report());
    }

    private DeliveriesReport report() {
        return DeliveriesReport.of(counts, clock.instant());
    }
}
