package io.rcptwatch.web;

import io.rcptwatch.report.ReportJson;
import io.rcptwatch.sandbox.Behaviour;
import io.rcptwatch.sandbox.Receiver;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.watch.Ledger;
import jakarta.ws.rs.FormParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How the receivers of the sandbox behave, to be switched in a rehearsal; 404 without one. */
@Path("/")
public final class SandboxResource {
    private final Supplier<InForce> inForce;
    private final Ledger board;
    private final InstantSource clock;

    SandboxResource(Supplier<InForce> inForce, Ledger board, InstantSource clock) {
        this.inForce = inForce;
        this.board = board;
        this.clock = clock;
    }

    /** A receiver in the shape of JSON. */
    record ReceiverReport(
            String domain, String host, String address, String behaviour, String since) {
        static ReceiverReport of(Receiver receiver) {
            return new ReceiverReport(
                    receiver.domain(),
                    receiver.host(),
                    receiver.address().getHostAddress(),
                    receiver.behaviour().label(),
                    receiver.since().toString());
        }
    }

    /** For people: each receiver, and a button for each behaviour. */
    @GET
    @Path("sandbox")
    @Produces(MediaType.TEXT_HTML)
    public String page() {
        return Templates.sandbox(SandboxPage.of(world(), board, clock.instant()));
    }

    /** A button was pressed: back to the page, or what {@link #play} says is wrong. */
    @POST
    @Path("sandbox")
    @Produces(MediaType.APPLICATION_JSON)
    public Response press(
            @FormParam("name") Optional<String> name,
            @FormParam("behaviour") Optional<String> behaviour) {
        Response played = play(name.orElse(""), behaviour);
        return played.getStatus() == Response.Status.OK.getStatusCode()
                ? Response.status(Response.Status.SEE_OTHER)
                        .header(HttpHeaders.LOCATION, "sandbox")
                        .build()
                : played;
    }

    /** For programs: every receiver, in the file's order. */
    @GET
    @Path("api/v1/sandbox")
    @Produces(MediaType.APPLICATION_JSON)
    public String all() {
        return told(world().receivers());
    }

    /**
     * Switches: the receivers concerned, as they behave now. 400 where there is no such behaviour,
     * 404 where nobody listens under that name, 409 where somebody else does by now.
     *
     * @param name of a host or of a domain
     */
    @POST
    @Path("api/v1/sandbox/{name}")
    @Produces(MediaType.APPLICATION_JSON)
    public Response play(
            @PathParam("name") String name, @QueryParam("behaviour") Optional<String> behaviour) {
        Sandbox world = world();
        Optional<Behaviour> wanted = behaviour.flatMap(Behaviour::labelled);
        if (wanted.isEmpty()) {
            return Refusal.json(
                    Response.Status.BAD_REQUEST, "behaviour is none of " + Behaviour.labels());
        }
        return played(world, name, wanted.get());
    }

    private static Response played(Sandbox world, String name, Behaviour wanted) {
        try {
            List<Receiver> receivers = world.play(name, wanted);
            return receivers.isEmpty()
                    ? Refusal.json(Response.Status.NOT_FOUND, "no receiver listens under this name")
                    : Response.ok(told(receivers)).build();
        } catch (IOException e) {
            return Refusal.json(Response.Status.CONFLICT, String.valueOf(e.getMessage()));
        }
    }

    private Sandbox world() {
        return inForce.get().sandbox().orElseThrow(() -> new NotFoundException());
    }

    private static String told(List<Receiver> receivers) {
        return ReportJson.text(receivers.stream().map(ReceiverReport::of).toList());
    }
}
