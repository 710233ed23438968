package io.rcptwatch.web;

import io.rcptwatch.report.IdentityReport;
import io.rcptwatch.report.ReportJson;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.function.Supplier;

/** How our own identities stand, for programs. */
@Path("/api/v1/identities")
@Produces(MediaType.APPLICATION_JSON)
public final class IdentitiesResource {
    private final Supplier<InForce> inForce;

    IdentitiesResource(Supplier<InForce> inForce) {
        this.inForce = inForce;
    }

    /** All identities, in the configuration's order. */
    @GET
    @RunOnVirtualThread // it waits for the client to read
    public StreamingOutput all() {
        return out ->
                ReportJson.write(
                        inForce.get().identities().standings().stream()
                                .map(IdentityReport::of)
                                .iterator(),
                        out);
    }
}
