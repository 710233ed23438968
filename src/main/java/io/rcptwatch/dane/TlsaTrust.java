package io.rcptwatch.dane;

import io.rcptwatch.dns.TlsaRecord;
import io.rcptwatch.probe.Trust;
import io.rcptwatch.smtp.CertificateNames;
import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.smtp.TlsSession;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Takes for the host whom usable TLSA records mean.
 *
 * @param records DANE-EE and DANE-TA, at least one
 * @param names any of which a certificate of an authority's must bear
 */
record TlsaTrust(List<TlsaRecord> records, Set<String> names) implements Trust {
    @Override
    public Set<TlsProblem> problems(TlsSession session) {
        List<X509Certificate> chain = session.chain();
        return chain.isEmpty() ? Set.of(TlsProblem.VALIDATION_FAILURE) : problems(chain);
    }

    private Set<TlsProblem> problems(List<X509Certificate> chain) {
        // RFC 7672 §3.1.1: names and dates of a certificate that is meant itself do not matter.
        if (of(Usability.DANE_EE).stream()
                .anyMatch(record -> Association.matches(record, chain.getFirst()))) {
            return Set.of();
        }
        Set<TrustAnchor> anchors =
                of(Usability.DANE_TA).stream()
                        .flatMap(record -> Association.anchors(record, chain))
                        .collect(Collectors.toSet());
        return anchors.isEmpty()
                ? Set.of(TlsProblem.VALIDATION_FAILURE)
                : problemsUnder(anchors, chain);
    }

    private List<TlsaRecord> of(int usage) {
        return records.stream().filter(record -> record.usage() == usage).toList();
    }

    /** RFC 7672 §3.1.2: a path to the authority, in date, and §3.2.2: to one of the names. */
    private Set<TlsProblem> problemsUnder(Set<TrustAnchor> anchors, List<X509Certificate> chain) {
        EnumSet<TlsProblem> problems = EnumSet.noneOf(TlsProblem.class);
        if (names.stream().noneMatch(name -> CertificateNames.match(chain.getFirst(), name))) {
            problems.add(TlsProblem.CERTIFICATE_HOST_MISMATCH);
        }
        if (!hasPath(anchors, chain)) {
            problems.add(
                    chain.stream().allMatch(TlsaTrust::inDate)
                            ? TlsProblem.CERTIFICATE_NOT_TRUSTED
                            : TlsProblem.CERTIFICATE_EXPIRED);
        }
        return Collections.unmodifiableSet(problems);
    }

    private static boolean hasPath(Set<TrustAnchor> anchors, List<X509Certificate> chain) {
        try {
            X509CertSelector host = new X509CertSelector();
            host.setCertificate(chain.getFirst());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, host);
            parameters.setRevocationEnabled(false);
            parameters.setMaxPathLength(chain.size());
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
            CertPathBuilder.getInstance("PKIX").build(parameters);
            return true;
        } catch (CertPathBuilderException _) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("no certificate paths in this Java", e);
        }
    }

    private static boolean inDate(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException _) {
            return false;
        }
    }
}
