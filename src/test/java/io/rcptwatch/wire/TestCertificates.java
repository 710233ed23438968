package io.rcptwatch.wire;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates of every kind, made as they are needed. */
public final class TestCertificates {
    private static final Duration AUTHORITY = Duration.ofDays(30);
    private static final AtomicLong SERIAL = new AtomicLong(1);

    private TestCertificates() {}

    /** A certificate with its key. */
    public record Holder(X509Certificate certificate, PrivateKey key) {
        /** A server's TLS that shows this certificate, and behind it those. */
        public SSLContext server(X509Certificate... issuers) throws Exception {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            Certificate[] chain =
                    Stream.concat(Stream.of(certificate), Stream.of(issuers))
                            .toArray(Certificate[]::new);
            store.setKeyEntry("server", key, new char[0], chain);
            KeyManagerFactory keys =
                    KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, new char[0]);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        }
    }

    /** An authority that signs itself. */
    public static Holder authority() throws Exception {
        KeyPair keys = keys();
        X500Name name = authorityName();
        return authority(builder(name, name, keys, AUTHORITY), keys.getPrivate(), keys);
    }

    /** An authority that another one vouches for. */
    public static Holder authority(Holder issuer) throws Exception {
        KeyPair keys = keys();
        X500Name name = new X500Name(issuer.certificate().getSubjectX500Principal().getName());
        return authority(builder(name, authorityName(), keys, AUTHORITY), issuer.key(), keys);
    }

    private static X500Name authorityName() {
        return new X500Name("CN=Test authority " + SERIAL.incrementAndGet());
    }

    private static Holder authority(
            JcaX509v3CertificateBuilder builder, PrivateKey issuer, KeyPair keys) throws Exception {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        return signed(builder, issuer, keys.getPrivate());
    }

    /** A host's certificate by that authority, which ends so long from now. */
    public static Holder host(Holder authority, Duration validity, GeneralName... names)
            throws Exception {
        KeyPair keys = keys();
        JcaX509v3CertificateBuilder builder =
                builder(
                        new X500Name(authority.certificate().getSubjectX500Principal().getName()),
                        new X500Name("CN=mx1.example.test"),
                        keys,
                        validity);
        if (names.length > 0) {
            builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(names));
        }
        return signed(builder, authority.key(), keys.getPrivate());
    }

    /** A host's certificate that nobody but itself vouches for. */
    public static Holder selfSigned(Duration validity, String name) throws Exception {
        KeyPair keys = keys();
        X500Name subject = new X500Name("CN=" + name);
        JcaX509v3CertificateBuilder builder = builder(subject, subject, keys, validity);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(dns(name)));
        return signed(builder, keys.getPrivate(), keys.getPrivate());
    }

    /** A host's certificate with an RSA key, for cipher suites that need one. */
    public static Holder rsa(Holder authority, String name) throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        JcaX509v3CertificateBuilder builder =
                builder(
                        new X500Name(authority.certificate().getSubjectX500Principal().getName()),
                        new X500Name("CN=mx1.example.test"),
                        keys,
                        Duration.ofDays(3));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(dns(name)));
        return signed(builder, authority.key(), keys.getPrivate());
    }

    public static GeneralName dns(String name) {
        return new GeneralName(GeneralName.dNSName, name);
    }

    public static GeneralName ip(String address) {
        return new GeneralName(GeneralName.iPAddress, address);
    }

    public static List<X509Certificate> trusting(Holder authority) {
        return List.of(authority.certificate());
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Name issuer, X500Name subject, KeyPair keys, Duration validity) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(now.minus(Duration.ofDays(60))),
                Date.from(now.plus(validity)),
                subject,
                keys.getPublic());
    }

    private static Holder signed(
            JcaX509v3CertificateBuilder builder, PrivateKey issuer, PrivateKey own)
            throws Exception {
        X509Certificate certificate =
                new JcaX509CertificateConverter()
                        .getCertificate(
                                builder.build(
                                        new JcaContentSignerBuilder("SHA256withECDSA")
                                                .build(issuer)));
        return new Holder(certificate, own);
    }

    private static KeyPair keys() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
