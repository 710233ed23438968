package io.rcptwatch.limits;

/**
 * What a greylisting receiver knows a sender by.
 *
 * @param identity who asks, by its name: it stands for the client's address
 * @param sender the address in MAIL FROM
 * @param recipient the address in RCPT TO
 * @param host the mail host, by its name with port, and the address family
 */
public record GreylistKey(String identity, String sender, String recipient, String host) {}
