package io.rcptwatch.web;

import io.rcptwatch.egress.EgressWatch;
import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.selfcheck.IdentityWatch;
import io.rcptwatch.watch.Archive;
import io.rcptwatch.watch.EngineSettings;
import java.util.Optional;

/** What runs by the configuration that is in force; a reload makes another. */
public interface InForce {
    /** What the engine works by. */
    EngineSettings settings();

    /** Looks at our own network. */
    EgressWatch egress();

    /** Looks at our own identities. */
    IdentityWatch identities();

    /** The conversations before the latest rounds. */
    Archive archive();

    /** Empty: this is the real world. */
    Optional<Sandbox> sandbox();
}
