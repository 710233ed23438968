package io.rcptwatch.dane;

import io.rcptwatch.dns.TlsaRecord;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** TLSA records that fit a certificate. */
public final class TlsaData {
    private TlsaData() {}

    /** The record that means a certificate, of any usage, selector and matching type. */
    public static TlsaRecord of(
            int usage, int selector, int matchingType, X509Certificate certificate) {
        try {
            byte[] part =
                    selector == 1
                            ? certificate.getPublicKey().getEncoded()
                            : certificate.getEncoded();
            byte[] data =
                    switch (matchingType) {
                        case 1 -> MessageDigest.getInstance("SHA-256").digest(part);
                        case 2 -> MessageDigest.getInstance("SHA-512").digest(part);
                        default -> part;
                    };
            return new TlsaRecord(usage, selector, matchingType, HexFormat.of().formatHex(data));
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same as a zone file has it, behind the type. */
    public static String text(
            int usage, int selector, int matchingType, X509Certificate certificate) {
        TlsaRecord record = of(usage, selector, matchingType, certificate);
        return "TLSA " + usage + " " + selector + " " + matchingType + " " + record.data();
    }
}
