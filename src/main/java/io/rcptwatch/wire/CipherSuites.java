package io.rcptwatch.wire;

import java.security.Security;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The cipher suites that we offer: those of a sender with the usual defaults (OpenSSL's list at
 * security level 1), TLS 1.2 and later (RFC 8996), whatever the JDK's list of the day forbids.
 */
public final class CipherSuites {
    private static final String DISABLED = "jdk.tls.disabledAlgorithms";
    // The entries of that list that would forbid suites which receivers still have.
    private static final Set<String> TOO_STRICT = Set.of("TLS_RSA_*", "anon");

    private static final List<String> TLS_1_3 =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_AES_128_GCM_SHA256");

    /** With forward secrecy, then with RSA key exchange: all of TLS 1.2 that BoringSSL knows. */
    private static final List<String> COMMON =
            List.of(
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_RSA_WITH_AES_256_CBC_SHA",
                    "TLS_RSA_WITH_AES_128_CBC_SHA");

    /** What BoringSSL has no more: DHE, and the SHA-2 variants of CBC. */
    private static final List<String> RARE =
            List.of(
                    "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384",
                    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256",
                    "TLS_DHE_RSA_WITH_AES_256_CBC_SHA",
                    "TLS_DHE_RSA_WITH_AES_128_CBC_SHA",
                    "TLS_RSA_WITH_AES_256_CBC_SHA256",
                    "TLS_RSA_WITH_AES_128_CBC_SHA256");

    /** Encryption without a certificate: better than none to an opportunistic sender. */
    private static final List<String> ANONYMOUS =
            List.of(
                    "TLS_DH_anon_WITH_AES_256_GCM_SHA384",
                    "TLS_DH_anon_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDH_anon_WITH_AES_256_CBC_SHA",
                    "TLS_DH_anon_WITH_AES_256_CBC_SHA256",
                    "TLS_DH_anon_WITH_AES_256_CBC_SHA",
                    "TLS_ECDH_anon_WITH_AES_128_CBC_SHA",
                    "TLS_DH_anon_WITH_AES_128_CBC_SHA256",
                    "TLS_DH_anon_WITH_AES_128_CBC_SHA");

    private CipherSuites() {}

    /**
     * Takes off the JDK's list of disabled algorithms what {@link #wide} offers. The list is the
     * whole process's, and read when it first does TLS: to be called at the start. Whoever serves
     * TLS in this process must name the suites that it serves.
     */
    public static void allowWide() {
        String disabled = Security.getProperty(DISABLED);
        if (disabled != null) {
            Security.setProperty(
                    DISABLED,
                    Arrays.stream(disabled.split(",", -1))
                            .map(String::strip)
                            .filter(algorithm -> !TOO_STRICT.contains(algorithm))
                            .collect(Collectors.joining(", ")));
        }
    }

    static List<String> common() {
        return Stream.of(TLS_1_3, COMMON).flatMap(List::stream).toList();
    }

    static List<String> wide(boolean anonymousToo) {
        return Stream.of(TLS_1_3, COMMON, RARE, anonymousToo ? ANONYMOUS : List.<String>of())
                .flatMap(List::stream)
                .toList();
    }
}
