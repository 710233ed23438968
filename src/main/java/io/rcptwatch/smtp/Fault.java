package io.rcptwatch.smtp;

/**
 * Why there is no answer.
 *
 * @param kind what broke
 * @param detail one line for people, in our own words as far as we know the cause
 */
public record Fault(Kind kind, String detail) {
    /** What broke. */
    public enum Kind {
        /** No TCP connection in time. */
        CONNECT_TIMEOUT,
        /** The TCP connection was refused, or there is no way to the host. */
        CONNECT_FAILED,
        /** The server took too long to answer. */
        REPLY_TIMEOUT,
        /** The server closed or reset the connection. */
        CONNECTION_DROPPED,
        /** What came is no SMTP. */
        PROTOCOL_ERROR,
        /** The TLS handshake failed. */
        TLS_FAILED,
        /** The TLS handshake found no cipher suite; a new connection would offer more of them. */
        TLS_NO_SHARED_CIPHER,
        /** It is us: no descriptors, no such source address, stopping. */
        LOCAL_ERROR
    }
}
