package io.rcptwatch.web;

import io.rcptwatch.report.ReportJson;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;

/** What programs are told where they do not get what they asked for. */
final class Refusal {
    private Refusal() {}

    /** In JSON, for people who look at it. */
    static Response json(Response.Status status, String complaint) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(ReportJson.text(Map.of("error", complaint)))
                .build();
    }
}
