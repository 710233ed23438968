package io.rcptwatch.smtp;

import java.util.Set;
import java.util.stream.Collectors;

/** What is wrong with a host's TLS, by its result type in reports (RFC 8460 §4.3). */
public enum TlsProblem {
    STARTTLS_NOT_SUPPORTED("starttls-not-supported"),
    CERTIFICATE_HOST_MISMATCH("certificate-host-mismatch"),
    CERTIFICATE_EXPIRED("certificate-expired"),
    CERTIFICATE_NOT_TRUSTED("certificate-not-trusted"),
    TLSA_INVALID("tlsa-invalid"),
    DNSSEC_INVALID("dnssec-invalid"),
    STS_POLICY_FETCH_ERROR("sts-policy-fetch-error"),
    STS_POLICY_INVALID("sts-policy-invalid"),
    STS_WEBPKI_INVALID("sts-webpki-invalid"),
    /** Every other failure, that of the handshake among them. */
    VALIDATION_FAILURE("validation-failure");

    private final String label;

    TlsProblem(String label) {
        this.label = label;
    }

    /** The value of the label {@code result_type}. */
    public String label() {
        return label;
    }

    /** Several of them in one line, for people. */
    public static String labels(Set<TlsProblem> problems) {
        return problems.stream().map(TlsProblem::label).sorted().collect(Collectors.joining(", "));
    }
}
