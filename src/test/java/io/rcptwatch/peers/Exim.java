package io.rcptwatch.peers;

import io.rcptwatch.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A real Exim. */
final class Exim {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.25.2");

    /** Where CI unpacks it, and where its package has it. */
    private static final List<Path> PLACES =
            List.of(Path.of("target/peers/exim/usr/sbin/exim4"), Path.of("/usr/sbin/exim4"));

    /** Debian's Exim runs as this user, and does nothing at all where there is none. */
    private static final String USER = "Debian-exim";

    private Exim() {}

    /** Needs it, and what it needs. */
    static Path program() {
        MailServer.needRoot();
        Optional<Path> program = PLACES.stream().filter(Files::isExecutable).findFirst();
        Peers.need(program.isPresent(), "no program " + PLACES);
        Peers.need(hasUser(), "there is no user " + USER);
        return program.orElseThrow().toAbsolutePath();
    }

    /** Starts one with the services of {@code peers/exim/exim.conf}. */
    static MailServer start(Path program) throws IOException {
        return MailServer.start("exim", ADDRESS, Map.of("exim", program.toString()));
    }

    private static boolean hasUser() {
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(USER);
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
