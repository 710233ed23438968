package io.rcptwatch.watch;

import io.rcptwatch.mtasts.StsState;
import io.rcptwatch.mtasts.TlsRpt;

/**
 * What a domain says about TLS to its mail hosts.
 *
 * @param mtaSts how it stands with its MTA-STS policy
 * @param tlsRpt where it wants reports to go
 */
public record DomainPolicies(StsState mtaSts, TlsRpt tlsRpt) {}
