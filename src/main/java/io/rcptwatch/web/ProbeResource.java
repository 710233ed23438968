package io.rcptwatch.web;

import io.rcptwatch.metrics.Exposition;
import io.rcptwatch.target.Identity;
import io.rcptwatch.watch.ProbeService;
import io.rcptwatch.watch.ProbeService.Answer;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

/** One domain, for Prometheus to ask about as it asks blackbox_exporter. */
@Path("/probe")
public final class ProbeResource {
    private static final String TIMEOUT = "X-Prometheus-Scrape-Timeout-Seconds";
    private static final String PLAIN = MediaType.TEXT_PLAIN + ";charset=UTF-8";

    private final ProbeService onDemand;
    private final Exposition exposition;

    ProbeResource(ProbeService onDemand, Exposition exposition) {
        this.onDemand = onDemand;
        this.exposition = exposition;
    }

    /** 200 whatever the domain's mail hosts say; 400 and 403 with one line about the question. */
    @GET
    @RunOnVirtualThread // it waits for mail hosts
    public Response probe(
            @Context UriInfo uri, @Context HttpHeaders headers, @Context HttpServerRequest request)
            throws IOException {
        try (var _ = new CallerWatch(RequestGuard.channel(request))) {
            ProbeQuery query =
                    ProbeQuery.of(
                            uri.getQueryParameters(),
                            Optional.ofNullable(headers.getHeaderString(TIMEOUT)));
            return answered(query, headers);
        } catch (ProbeQuery.BadQueryException e) {
            return refused(Response.Status.BAD_REQUEST, e.line());
        } catch (InterruptedException _) {
            return refused(Response.Status.SERVICE_UNAVAILABLE, "the caller has gone");
        }
    }

    private Response answered(ProbeQuery query, HttpHeaders headers)
            throws InterruptedException, IOException, ProbeQuery.BadQueryException {
        return switch (onDemand.answer(query.target(), query.fresh(), query.patience())) {
            case Answer.Known known -> shown(seenBy(query, known), query.debug(), headers);
            case Answer.Absurd(String complaint) ->
                    refused(Response.Status.BAD_REQUEST, "target " + complaint);
            case Answer.Forbidden() ->
                    refused(
                            Response.Status.FORBIDDEN,
                            "target is no domain of the configuration (see probe.any_domain)");
            case Answer.Crowded() ->
                    refused(
                            Response.Status.FORBIDDEN,
                            "target is one too many of the domains that are not configured");
        };
    }

    private static Answer.Known seenBy(ProbeQuery query, Answer.Known known)
            throws ProbeQuery.BadQueryException {
        if (query.identity().isEmpty()) {
            return known;
        }
        Identity asking =
                known.standing().target().identities().stream()
                        .filter(i -> i.name().equals(query.identity().get()))
                        .findFirst()
                        .orElseThrow(() -> unknownIdentity(known));
        return new Answer.Known(
                known.standing().as(known.standing().target().withIdentity(asking)),
                known.source(),
                known.now());
    }

    private static ProbeQuery.BadQueryException unknownIdentity(Answer.Known known) {
        return new ProbeQuery.BadQueryException(
                "identity does not ask about this target; allowed: "
                        + known.standing().target().identities().stream()
                                .map(Identity::name)
                                .collect(Collectors.joining(", ")));
    }

    private Response shown(Answer.Known known, boolean debug, HttpHeaders headers)
            throws IOException {
        if (debug) {
            String metrics = written(known, Exposition.Format.TEXT);
            return Response.ok(ProbeLog.of(known, metrics), PLAIN).build();
        }
        String accept = String.join(",", headers.getRequestHeader(HttpHeaders.ACCEPT));
        Exposition.Format format = Negotiation.format(accept);
        return Response.ok(written(known, format), format.contentType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    private String written(Answer.Known known, Exposition.Format format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        exposition.write(known, format, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Response refused(Response.Status status, String line) {
        return Response.status(status).type(PLAIN).entity(line + "\n").build();
    }
}
