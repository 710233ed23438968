package io.rcptwatch.web;

import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.selfcheck.IdentityWatch;
import io.rcptwatch.watch.AgentSettings;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.EgressWatch;
import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.Restraint;
import io.rcptwatch.watch.TargetState;
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
    private final Ledger board;
    private final IdentityWatch identities;
    private final EgressWatch egress;
    private final Restraint restraint;
    private final Archive archive;
    private final Supplier<AgentSettings> settings;
    private final Optional<Sandbox> sandbox;
    private final InstantSource clock;

    PageResource(
            Ledger board,
            IdentityWatch identities,
            EgressWatch egress,
            Restraint restraint,
            Archive archive,
            Supplier<AgentSettings> settings,
            Optional<Sandbox> sandbox,
            InstantSource clock) {
        this.board = board;
        this.identities = identities;
        this.egress = egress;
        this.restraint = restraint;
        this.archive = archive;
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
        TargetFilter filter = TargetFilter.of(status, text, page);
        Instant now = clock.instant();
        return Templates.overview(
                Overview.of(board.standings(), filter, restraint.waits(), now),
                IdentityCard.of(identities.standings(), now),
                BudgetLine.of(restraint.usage()),
                EgressNotice.of(egress),
                sandbox.isPresent());
    }

    /**
     * What was said about one target.
     *
     * @param still true: the page is not to be renewed while somebody reads it
     */
    @GET
    @Path("targets/{domain}")
    public String target(
            @PathParam("domain") String domain, @QueryParam("still") Optional<String> still) {
        return board.named(domain)
                .map(standing -> target(standing, still.filter("true"::equals).isPresent()))
                .orElseThrow(() -> new NotFoundException());
    }

    private String target(TargetState standing, boolean still) {
        return Templates.target(
                TargetPage.of(
                        standing,
                        restraint.waits(),
                        archive.past(standing.target()),
                        still,
                        clock.instant()),
                EgressNotice.of(egress, standing.target()),
                sandbox.isPresent());
    }

    /** What those whom we ask should know of us. */
    @GET
    @Path("good-neighbour")
    public String goodNeighbour() {
        return Templates.goodNeighbour(GoodNeighbour.of(settings.get()));
    }
}
