package io.rcptwatch.peers;

import io.rcptwatch.wire.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/**
 * Domains whose mail servers are literals, and the DNS that names them.
 *
 * @param port where all servers listen
 */
record ScriptedWorld(int port, StubDns stub, List<ScriptedServer> servers)
        implements AutoCloseable {
    static final InetAddress DNS = InetAddress.ofLiteral("127.0.27.53");

    private static final String SERVERS = "127.0.28.";
    private static final Duration MONTH = Duration.ofDays(30);

    static ScriptedWorld start(List<ScriptedDomain> domains, List<Record> more) throws Exception {
        SSLContext tls = TestCertificates.selfSigned(MONTH, "mx.test").server();
        List<Record> records = new ArrayList<>(more);
        List<ScriptedServer> servers = new ArrayList<>();
        int port = freePort();
        int address = 0;
        for (ScriptedDomain domain : domains) {
            for (ScriptedDomain.Mx mx : domain.mx()) {
                InetAddress ip = InetAddress.ofLiteral(SERVERS + ++address);
                Name name = name(domain.domain());
                Name host = name("mx" + address + "." + domain.domain());
                records.add(new MXRecord(name, DClass.IN, 60, mx.preference(), host));
                records.add(new ARecord(host, DClass.IN, 60, ip));
                if (mx.script().isPresent()) {
                    InetSocketAddress socket = new InetSocketAddress(ip, port);
                    servers.add(ScriptedServer.start(socket, mx.script().get(), tls));
                }
            }
        }
        return new ScriptedWorld(port, StubDns.start(DNS, records), servers);
    }

    private static Name name(String text) {
        return Name.fromConstantString(text + ".");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral(SERVERS + 1))) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        stub.close();
        for (ScriptedServer server : servers) {
            server.close();
        }
    }
}
