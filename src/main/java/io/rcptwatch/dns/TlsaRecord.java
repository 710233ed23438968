package io.rcptwatch.dns;

/**
 * A TLSA record (RFC 6698 §2.1) as it stands in the DNS, sensible or not.
 *
 * @param usage the certificate usage, 0 to 255
 * @param selector which part of the certificate is meant, 0 to 255
 * @param matchingType how the data stands for that part, 0 to 255
 * @param data the certificate association data, as hexadecimal digits in lower case
 */
public record TlsaRecord(int usage, int selector, int matchingType, String data) {}
