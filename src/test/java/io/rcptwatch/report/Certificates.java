package io.rcptwatch.report;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes certificates that sign themselves. */
public final class Certificates {
    private static final X500Name NAME = new X500Name("CN=mx.a.example");

    private Certificates() {}

    /** One that expires then. */
    public static X509Certificate expiring(Instant notAfter) {
        return signed(NAME, notAfter, "Ed25519", 255, "Ed25519");
    }

    /** One with such a key and signature. */
    public static X509Certificate of(String key, int bits, String signature) {
        return signed(NAME, Samples.NOW, key, bits, signature);
    }

    /**
     * One that names 10,000 hosts and somebody with markup and a terminal's commands in his name.
     */
    public static X509Certificate hostile() {
        X500Name name =
                new X500NameBuilder()
                        .addRDN(BCStyle.CN, "\u001b[31m<b>\r\n\u202e" + "x".repeat(5_000))
                        .build();
        GeneralName[] hosts =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> new GeneralName(GeneralName.dNSName, "h" + i + ".example"))
                        .toArray(GeneralName[]::new);
        return signed(name, Samples.NOW, "Ed25519", 255, "Ed25519", hosts);
    }

    private static X509Certificate signed(
            X500Name name,
            Instant notAfter,
            String key,
            int bits,
            String signature,
            GeneralName... hosts) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(key);
            generator.initialize(bits);
            KeyPair keys = generator.generateKeyPair();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(Instant.EPOCH),
                            Date.from(notAfter),
                            name,
                            keys.getPublic());
            if (hosts.length > 0) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(hosts));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(
                                    new JcaContentSignerBuilder(signature)
                                            .build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
