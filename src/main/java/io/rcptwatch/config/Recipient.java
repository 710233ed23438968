package io.rcptwatch.config;

import io.rcptwatch.target.DomainName;
import io.rcptwatch.target.MailAddress;
import java.util.Optional;

/**
 * Whom RCPT TO names, as configured.
 *
 * @param localPart as written
 * @param domain in A-labels; empty: the target's
 */
record Recipient(String localPart, Optional<String> domain) {
    MailAddress at(DomainName target) {
        return new MailAddress(localPart, domain.orElse(target.ascii()));
    }
}
