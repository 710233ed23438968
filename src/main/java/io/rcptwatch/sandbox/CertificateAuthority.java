package io.rcptwatch.sandbox;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs the receivers' certificates. Made anew for each sandbox, and kept in memory only. */
final class CertificateAuthority {
    private static final String NAME = "Rcptwatch sandbox";
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration QUARTER = Duration.ofDays(90);

    private final SecureRandom random = new SecureRandom();
    private final KeyPair keys = newKeys();
    private final Instant now;
    private final X509Certificate certificate;

    CertificateAuthority(InstantSource clock) {
        this.now = clock.instant();
        this.certificate =
                issue(
                        new Subject(NAME, keys.getPublic(), now.plus(QUARTER)),
                        NAME,
                        keys.getPrivate(),
                        Extension.basicConstraints,
                        new BasicConstraints(0)); // RFC 5280 §4.2.1.9: signs hosts, no authorities
    }

    private record Subject(String name, PublicKey key, Instant notAfter) {}

    /** Its own certificate, which a client must trust to trust the good ones. */
    X509Certificate certificate() {
        return certificate;
    }

    /** A certificate for a host, good for a quarter of a year. */
    X509Certificate sign(String host, PublicKey key) {
        return issueForHost(new Subject(host, key, now.plus(QUARTER)), NAME, keys.getPrivate());
    }

    /** A certificate for several hosts, good for a quarter of a year. */
    X509Certificate sign(List<String> hosts, PublicKey key) {
        GeneralName[] names =
                hosts.stream()
                        .map(host -> new GeneralName(GeneralName.dNSName, host))
                        .toArray(GeneralName[]::new);
        return issue(
                new Subject(hosts.getFirst(), key, now.plus(QUARTER)),
                NAME,
                keys.getPrivate(),
                Extension.subjectAlternativeName,
                new GeneralNames(names));
    }

    /** A certificate for a host that was good until yesterday. */
    X509Certificate signExpired(String host, PublicKey key) {
        return issueForHost(new Subject(host, key, now.minus(DAY)), NAME, keys.getPrivate());
    }

    /** A certificate for a host that nobody but the host vouches for. */
    X509Certificate selfSigned(String host, KeyPair own) {
        return issueForHost(
                new Subject(host, own.getPublic(), now.plus(QUARTER)), host, own.getPrivate());
    }

    /** New keys, on a curve that is quick. */
    static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no elliptic curves in this Java", e);
        }
    }

    private X509Certificate issueForHost(Subject subject, String issuer, PrivateKey issuerKey) {
        GeneralNames names = new GeneralNames(new GeneralName(GeneralName.dNSName, subject.name));
        return issue(subject, issuer, issuerKey, Extension.subjectAlternativeName, names);
    }

    private X509Certificate issue(
            Subject subject,
            String issuer,
            PrivateKey issuerKey,
            ASN1ObjectIdentifier extension,
            ASN1Encodable value) {
        try {
            JcaX509v3CertificateBuilder certificate =
                    new JcaX509v3CertificateBuilder(
                            new X500Name("CN=" + issuer),
                            new BigInteger(100, random).setBit(99), // RFC 5280 §4.1.2.2: positive
                            Date.from(subject.notAfter.minus(QUARTER).minus(QUARTER)),
                            Date.from(subject.notAfter),
                            new X500Name("CN=" + subject.name),
                            subject.key);
            certificate.addExtension(extension, false, value);
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            certificate.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(issuerKey)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("no certificates in this Java", e);
        }
    }
}
