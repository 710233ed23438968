package io.rcptwatch.web;

import io.rcptwatch.agent.Board;
import io.rcptwatch.agent.EgressWatch;
import io.rcptwatch.agent.Settings;
import io.rcptwatch.identity.IdentityWatch;
import io.rcptwatch.sandbox.Sandbox;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** How the targets stand, for people. */
@Path("/")
@Produces(MediaType.TEXT_HTML)
public final class PageResource {
    private final Board board;
    private final IdentityWatch identities;
    private final EgressWatch egress;
    private final Supplier<Settings> settings;
    private final Optional<Sandbox> sandbox;
    private final InstantSource clock;

    PageResource(
            Board board,
            IdentityWatch identities,
            EgressWatch egress,
            Supplier<Settings> settings,
            Optional<Sandbox> sandbox,
            InstantSource clock) {
        this.board = board;
        this.identities = identities;
        this.egress = egress;
        this.settings = settings;
        this.sandbox = sandbox;
        this.clock = clock;
    }

    /**
     * The targets, those with problems first.
     *
     * @param status only those of that status
     * @param text only those whose domain contains this
     * @param page from 1 on
     */
    @GET
    public String overview(
            @QueryParam("status") Optional<String> status,
            @QueryParam("q") Optional<String> text,
            @QueryParam("page") Optional<String> page) {
        Filter filter = Filter.of(status, text, page);
        Instant now = clock.instant();
        return Templates.overview(
                Overview.of(board.standings(), filter, now),
                IdentityCard.of(identities.standings(), now),
                EgressNotice.of(egress),
                sandbox.isPresent());
    }

    /** What was said about one target. */
    @GET
    @Path("targets/{domain}")
    public String target(@PathParam("domain") String domain) {
        return board.named(domain)
                .map(
                        standing ->
                                Templates.target(
                                        TargetPage.of(standing, clock.instant()),
                                        EgressNotice.of(egress, standing.target()),
                                        sandbox.isPresent()))
                .orElseThrow(() -> new NotFoundException());
    }

    /** What those whom we ask should know of us. */
    @GET
    @Path("good-neighbour")
    public String goodNeighbour() {
        return Templates.goodNeighbour(GoodNeighbour.of(settings.get()));
    }
}
