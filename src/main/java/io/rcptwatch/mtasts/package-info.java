/** What a domain's MTA-STS (RFC 8461) and its TLSRPT record (RFC 8460) say. */
package io.rcptwatch.mtasts;
