package io.rcptwatch.web;

import io.rcptwatch.watch.Ledger;
import io.rcptwatch.watch.RoundRunner;
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
    private final Supplier<InForce> inForce;
    private final RoundRunner rounds;
    private final InstantSource clock;

    PageResource(Ledger board, Supplier<InForce> inForce, RoundRunner rounds, InstantSource clock) {
        this.board = board;
        this.inForce = inForce;
        this.rounds = rounds;
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
                Overview.of(board.standings(), filter, rounds.waits(), now),
                IdentityCard.of(inForce.get().identities().standings(), now),
                BudgetLine.of(rounds.usage()),
                EgressNotice.of(inForce.get().egress()),
                inForce.get().sandbox().isPresent());
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
                        rounds.waits(),
                        inForce.get().archive().past(standing.target()),
                        still,
                        clock.instant()),
                EgressNotice.of(inForce.get().egress(), standing.target()),
                inForce.get().sandbox().isPresent());
    }

    /** What those whom we ask should know of us. */
    @GET
    @Path("good-neighbour")
    public String goodNeighbour() {
        return Templates.goodNeighbour(GoodNeighbour.of(inForce.get().settings()));
    }
}
