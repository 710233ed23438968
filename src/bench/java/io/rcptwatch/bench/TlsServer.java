package io.rcptwatch.bench;

import io.rcptwatch.sandbox.Sandbox;
import io.rcptwatch.sandbox.WorldFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.util.Base64;

/** The sandbox in a process of its own: the server that knows STARTTLS. */
public final class TlsServer {
    private TlsServer() {}

    /**
     * Prints its port and, in Base64, its authority's certificate, and serves until its input ends.
     *
     * @param arguments the world file
     */
    public static void main(String[] arguments)
            throws IOException, WorldFileException, CertificateEncodingException {
        try (Sandbox sandbox = Sandbox.start(Path.of(arguments[0]))) {
            System.out.println(sandbox.port());
            byte[] der = sandbox.certificateAuthority().getEncoded();
            System.out.println(Base64.getEncoder().encodeToString(der));
            System.in.readAllBytes();
        }
    }
}
