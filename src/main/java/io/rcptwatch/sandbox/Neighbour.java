package io.rcptwatch.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.xbill.DNS.CERTRecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/**
 * A sandbox that runs in another process, on this machine.
 *
 * @param certificateAuthority whom a client must trust to trust its good certificates
 * @param policyPort the port at which it serves policies; empty where no domain has any
 */
public record Neighbour(X509Certificate certificateAuthority, Optional<Integer> policyPort) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /**
     * The one that runs the world of a file.
     *
     * @throws WorldFileException where the file has a mistake
     * @throws IOException where the file cannot be read, or no sandbox answers
     */
    public static Neighbour of(Path worldFile) throws IOException, WorldFileException {
        SandboxWorld world = WorldFile.read(worldFile);
        return new Neighbour(authority(world.dns()), world.https().map(InetSocketAddress::getPort));
    }

    private static X509Certificate authority(InetSocketAddress dns) throws IOException {
        SimpleResolver resolver = new SimpleResolver(dns);
        resolver.setTCP(true);
        resolver.setTimeout(TIMEOUT);
        Record question = Record.newRecord(SandboxZone.CERTIFICATE, Type.CERT, DClass.IN);
        Message answer = answer(resolver, question, dns);
        for (Record record : answer.getSection(Section.ANSWER)) {
            if (record instanceof CERTRecord certificate) {
                return parsed(certificate.getCert());
            }
        }
        throw new IOException("the DNS server at " + shown(dns) + " is no sandbox's");
    }

    private static Message answer(SimpleResolver resolver, Record question, InetSocketAddress dns)
            throws IOException {
        try {
            return resolver.send(Message.newQuery(question));
        } catch (IOException e) {
            throw new IOException("no sandbox answers at " + shown(dns), e);
        }
    }

    private static String shown(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + " port " + address.getPort();
    }

    private static X509Certificate parsed(byte[] encoded) throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(encoded));
        } catch (CertificateException e) {
            throw new IOException("the sandbox's certificate cannot be read", e);
        }
    }
}
