package io.rcptwatch.web;

import io.rcptwatch.report.ExplanationReport;
import io.rcptwatch.report.ReportJson;
import io.rcptwatch.smtp.Phase;
import io.rcptwatch.verdict.PastedReply;
import io.rcptwatch.verdict.ReplyClassifier;
import io.rcptwatch.watch.UnclassifiedReplies;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What replies mean: those that somebody pastes, and those that no rule knows. */
@Path("/")
public final class ExplainResource {
    private final Supplier<InForce> inForce;
    private final UnclassifiedReplies unclassified;
    private final InstantSource clock;

    ExplainResource(
            Supplier<InForce> inForce, UnclassifiedReplies unclassified, InstantSource clock) {
        this.inForce = inForce;
        this.unclassified = unclassified;
        this.clock = clock;
    }

    /**
     * For programs: 400 without a reply or with a step that does not exist.
     *
     * @param reply its text, with line feeds between its lines
     * @param phase the step that it answered
     * @param mx the host that said it
     */
    @GET
    @Path("api/v1/explain")
    @Produces(MediaType.APPLICATION_JSON)
    public Response json(
            @QueryParam("reply") Optional<String> reply,
            @QueryParam("phase") Optional<String> phase,
            @QueryParam("mx") Optional<String> mx) {
        Optional<Phase> step = phase.flatMap(Phase::labelled);
        if (reply.isEmpty() || reply.get().isBlank()) {
            return Refusal.json(
                    Response.Status.BAD_REQUEST, "reply is missing: the text of a reply");
        }
        if (phase.isPresent() && step.isEmpty()) {
            return Refusal.json(
                    Response.Status.BAD_REQUEST,
                    "phase is none of banner, ehlo, starttls, mail, rcpt, data, quit");
        }
        PastedReply pasted = PastedReply.of(reply.get());
        return Response.ok(
                        ReportJson.text(
                                ExplanationReport.of(pasted, judge().decide(pasted, step, mx))))
                .build();
    }

    private ReplyClassifier judge() {
        return inForce.get().settings().judge();
    }

    /** For people: the box, and what a short reply means. */
    @GET
    @Path("explain")
    @Produces(MediaType.TEXT_HTML)
    public String page(
            @QueryParam("reply") Optional<String> reply,
            @QueryParam("phase") Optional<String> phase,
            @QueryParam("mx") Optional<String> mx) {
        return Templates.explain(ExplainPage.of(judge(), reply, phase, mx));
    }

    /** The same for what is too long for an address: a whole bounce. */
    @POST
    @Path("explain")
    @Produces(MediaType.TEXT_HTML)
    public String posted(
            @FormParam("reply") Optional<String> reply,
            @FormParam("phase") Optional<String> phase,
            @FormParam("mx") Optional<String> mx) {
        return page(reply, phase, mx);
    }

    /** The refusals that no rule knows. */
    @GET
    @Path("unclassified")
    @Produces(MediaType.TEXT_HTML)
    public String unclassified() {
        return Templates.unclassified(UnclassifiedPage.of(unclassified.entries(), clock.instant()));
    }
}
