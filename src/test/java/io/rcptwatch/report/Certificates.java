package io.rcptwatch.report;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates of which only the date matters. */
public final class Certificates {
    private static final X500Name NAME = new X500Name("CN=mx.a.example");

    private Certificates() {}

    /** One that expires then. */
    public static X509Certificate expiring(Instant notAfter) {
        try {
            KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            new JcaX509v3CertificateBuilder(
                                            NAME,
                                            BigInteger.ONE,
                                            Date.from(Instant.EPOCH),
                                            Date.from(notAfter),
                                            NAME,
                                            keys.getPublic())
                                    .build(
                                            new JcaContentSignerBuilder("Ed25519")
                                                    .build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
    }
}
