package io.rcptwatch.web;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Reads the configuration again, as Prometheus does on demand. */
@Path("/-/reload")
@Produces(MediaType.TEXT_PLAIN)
public final class ReloadResource {
    private final Reload reload;

    ReloadResource(Reload reload) {
        this.reload = reload;
    }

    /** 200, or 500 with one line for each mistake: then the configuration before stays in force. */
    @POST
    public Response post() {
        List<String> complaints = reload.reload();
        return complaints.isEmpty()
                ? Response.ok("The configuration is in force.\n").build()
                : Response.serverError().entity(String.join("\n", complaints) + "\n").build();
    }

    /** The same, as Prometheus takes it. */
    @PUT
    public Response put() {
        return post();
    }
}
