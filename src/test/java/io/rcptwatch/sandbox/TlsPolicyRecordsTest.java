package io.rcptwatch.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TLSARecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What the sandbox's domains demand of their senders. */
class TlsPolicyRecordsTest {
    private static Sandbox sandbox(String name, String demands) throws IOException {
        return Worlds.start(
                Worlds.of(
                        """
            dns: 127.0.0.1:0
            port: 0
            https: 127.0.0.1:0
            records: ['probe.test. TXT "v=spf1 -all"', '9.2.0.192.in-addr.arpa. PTR probe.test.']
            domains:
              - domain: %s.test
                description: For a test.
                expect: {status: deliverable, outcomes: [accepted]}
                %s
                mx: [{host: mx.%1$s.test, address: 127.0.2.1, script: accepts}]
            scripts: {accepts: {}}
            """
                                .formatted(name, demands)));
    }

    private static Message ask(Sandbox sandbox, String name, int type) throws IOException {
        SimpleResolver resolver = new SimpleResolver(sandbox.dnsAddress());
        Record question = Record.newRecord(Name.fromString(name), type, DClass.IN);
        return resolver.send(Message.newQuery(question));
    }

    private static Message tlsa(Sandbox sandbox, String domain) throws IOException {
        return ask(sandbox, "_" + sandbox.port() + "._tcp.mx." + domain + ".", Type.TLSA);
    }

    @Test
    void a_matching_tlsa_record_names_the_key_that_the_receiver_shows() throws Exception {
        try (Sandbox sandbox = sandbox("match", "dane: match")) {
            Message answer = tlsa(sandbox, "match.test");

            TLSARecord record = (TLSARecord) answer.getSection(Section.ANSWER).getFirst();
            X509Certificate shown = certificate(sandbox);
            assertThat(record.getCertificateAssociationData())
                    .isEqualTo(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(shown.getPublicKey().getEncoded()));
            assertThat(answer.getHeader().getFlag(Flags.AD)).isTrue();
        }
    }

    private static X509Certificate certificate(Sandbox sandbox) throws IOException {
        Receiver receiver = sandbox.receivers().getFirst();
        try (Caller caller = new Caller(receiver, sandbox.port())) {
            caller.hear();
            caller.say("EHLO probe.test");
            caller.say("STARTTLS");
            return (X509Certificate) caller.handshake().getPeerCertificates()[0];
        }
    }

    @Test
    void a_mismatching_record_is_another_keys() throws IOException {
        try (Sandbox sandbox = sandbox("mismatch", "dane: mismatch")) {
            TLSARecord record =
                    (TLSARecord) tlsa(sandbox, "mismatch.test").getSection(Section.ANSWER).get(0);

            assertThat(record.getCertificateAssociationData()).containsOnly(0);
        }
    }

    @Test
    void a_bogus_record_is_a_failure_that_says_why() throws IOException {
        try (Sandbox sandbox = sandbox("bogus", "dane: bogus")) {
            Message answer = tlsa(sandbox, "bogus.test");

            assertThat(answer.getRcode()).isEqualTo(Rcode.SERVFAIL);
            assertThat(answer.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR))
                    .extracting(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                    .containsExactly(ExtendedErrorCodeOption.DNSSEC_BOGUS);
        }
    }

    @Test
    void an_absent_record_is_proven_to_be_absent() throws IOException {
        try (Sandbox sandbox = sandbox("absent", "dane: absent")) {
            Message answer = tlsa(sandbox, "absent.test");

            assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
            assertThat(answer.getHeader().getFlag(Flags.AD)).isTrue();
        }
    }

    @Test
    void a_zone_that_is_not_signed_is_not_secure() throws IOException {
        try (Sandbox sandbox = sandbox("plain", "")) {
            assertThat(ask(sandbox, "plain.test.", Type.MX).getHeader().getFlag(Flags.AD))
                    .isFalse();
        }
    }

    @Test
    void other_records_are_what_the_file_says() throws IOException {
        try (Sandbox sandbox = sandbox("plain", "")) {
            Message answer = ask(sandbox, "probe.test.", Type.TXT);

            assertThat(answer.getSection(Section.ANSWER))
                    .extracting(r -> ((TXTRecord) r).getStrings())
                    .containsExactly(List.of("v=spf1 -all"));
        }
    }

    @Test
    void a_policy_is_announced_and_served() throws IOException {
        try (Sandbox sandbox = sandbox("sts", "mta_sts: {mode: enforce, mx: [mx.sts.test]}")) {
            assertThat(ask(sandbox, "_mta-sts.sts.test.", Type.TXT).getSection(Section.ANSWER))
                    .extracting(r -> ((TXTRecord) r).getStrings())
                    .containsExactly(List.of("v=STSv1; id=1;"));
            assertThat(get(sandbox, "mta-sts.sts.test"))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith(
                            """
                            version: STSv1\r
                            mode: enforce\r
                            mx: mx.sts.test\r
                            max_age: 86400\r
                            """);
            assertThat(get(sandbox, "elsewhere.test")).startsWith("HTTP/1.1 404 ");
        }
    }

    private static String get(Sandbox sandbox, String host) throws IOException {
        try (Socket socket =
                Trusting.ANYBODY
                        .getSocketFactory()
                        .createSocket(
                                InetAddress.getLoopbackAddress(),
                                sandbox.policyPort().orElseThrow())) {
            socket.getOutputStream()
                    .write(
                            ("GET /.well-known/mta-sts.txt HTTP/1.1\r\nHost: "
                                            + host
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
