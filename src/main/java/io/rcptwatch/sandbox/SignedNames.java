package io.rcptwatch.sandbox;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TLSARecord;

/**
 * What passes for signed in the sandbox. No signature is made: its DNS server plays a resolver that
 * has validated them, and says so by the AD bit (RFC 4035 §3.2.3).
 */
final class SignedNames {
    private static final int PKIX_TA = TLSARecord.CertificateUsage.CA_CONSTRAINT;

    private final int port;
    private final Keys keys;
    private final Set<Name> secure = new HashSet<>();
    private final Set<Name> bogus = new HashSet<>();
    private final Map<Name, Supplier<Record>> tlsa = new HashMap<>();

    /** Which key a receiver shows; it may have to be made first. */
    interface Keys {
        PublicKey of(SandboxHost.Listening host);
    }

    /**
     * Those of these domains.
     *
     * @param port that of all receivers
     */
    SignedNames(List<Domain> domains, int port, Keys keys) {
        this.port = port;
        this.keys = keys;
        for (Domain domain : domains) {
            domain.demands().dane().ifPresent(dane -> sign(domain, dane));
        }
    }

    private void sign(Domain domain, TlsPolicyRecords.DaneRecords dane) {
        secure.add(name(domain.name()));
        for (SandboxHost host : domain.mail().hosts()) {
            secure.add(name(host.name()));
            if (host instanceof SandboxHost.Listening listening) {
                // RFC 7672 §2.2.3
                publish(name("_" + port + "._tcp." + host.name()), listening, dane);
            }
        }
    }

    private void publish(Name base, SandboxHost.Listening host, TlsPolicyRecords.DaneRecords dane) {
        switch (dane) {
            case ABSENT -> {}
            case BOGUS -> bogus.add(base);
            case MATCH -> tlsa.put(base, () -> endEntity(base, digest(keys.of(host))));
            case MISMATCH -> tlsa.put(base, () -> endEntity(base, new byte[32]));
            case UNUSABLE -> tlsa.put(base, () -> record(base, PKIX_TA, new byte[32]));
        }
    }

    private static Record endEntity(Name base, byte[] digest) {
        return record(base, TLSARecord.CertificateUsage.DOMAIN_ISSUED_CERTIFICATE, digest);
    }

    private static Record record(Name base, int usage, byte[] digest) {
        return new TLSARecord(
                base,
                DClass.IN,
                SandboxZone.TTL_SECONDS,
                usage,
                TLSARecord.Selector.SUBJECT_PUBLIC_KEY_INFO,
                TLSARecord.MatchingType.SHA256,
                digest);
    }

    private static byte[] digest(PublicKey key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256 in this Java", e);
        }
    }

    private static Name name(String host) {
        return Name.fromConstantString(host + ".");
    }

    /** Whether a resolver would take what is said of this name for proven. */
    boolean secure(Name name) {
        return secure.stream().anyMatch(name::subdomain);
    }

    /** Whether a resolver would find the signature at this name broken. */
    boolean bogus(Name name) {
        return bogus.contains(name);
    }

    /** The TLSA record of that name. */
    Optional<Record> tlsa(Name name) {
        return Optional.ofNullable(tlsa.get(name)).map(Supplier::get);
    }

    /** Whether there is anything at or below that name. */
    boolean exists(Name name) {
        return tlsa.keySet().stream().anyMatch(known -> known.subdomain(name));
    }
}
