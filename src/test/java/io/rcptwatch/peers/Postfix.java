package io.rcptwatch.peers;

import io.rcptwatch.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;

/** A real Postfix, and the DNS that it asks. */
record Postfix(MailServer server) {
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("127.0.25.1");
    private static final InetAddress DNS = InetAddress.ofLiteral("127.0.25.53");

    private static @Nullable Postfix only;

    /**
     * The one of all tests, with the services of {@code peers/postfix/master.cf}: it ends with this
     * JVM. Needs it, and what it needs.
     */
    static synchronized Postfix running() throws IOException {
        MailServer.needRoot();
        Path program = Peers.program("postfix");
        if (only == null) {
            only = start(program);
        }
        return only;
    }

    private static Postfix start(Path program) throws IOException {
        Map<String, String> values =
                Map.of("postfix", program.toString(), "dns", DNS.getHostAddress());
        StubDns.start(DNS, blocklisted());
        return new Postfix(MailServer.start("postfix", ADDRESS, values));
    }

    /** RFC 5782 §2.1: our address in a blocklist, and why. */
    private static List<Record> blocklisted() {
        Name name = Name.fromConstantString("1.0.0.127.zen.spamhaus.org.");
        return List.of(
                new ARecord(name, DClass.IN, 60, InetAddress.ofLiteral("127.0.0.2")),
                new TXTRecord(name, DClass.IN, 60, "https://www.spamhaus.org/query/ip/127.0.0.1"));
    }

    Asker asker() {
        return new Asker(server, LogCheck.POSTFIX);
    }
}
