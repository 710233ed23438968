package io.rcptwatch.probe;

import io.rcptwatch.target.Identity;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.Timeouts;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * What one conversation shall find out: would this host take mail for this recipient?
 *
 * @param host the host's name, which its certificate should show
 * @param address where it listens, resolved
 * @param identity who asks
 * @param recipient for whom
 * @param tls what is demanded of TLS
 * @param timeouts how long each step may take
 */
public record ProbeRequest(
        String host,
        InetSocketAddress address,
        Identity identity,
        MailAddress recipient,
        TlsDemand tls,
        Timeouts timeouts) {
    /** The same, in less time: at least a millisecond. */
    ProbeRequest within(Duration conversation) {
        Duration left = conversation.toMillis() < 1 ? Duration.ofMillis(1) : conversation;
        return new ProbeRequest(
                host,
                address,
                identity,
                recipient,
                tls,
                new Timeouts(timeouts.connect(), timeouts.banner(), timeouts.reply(), left));
    }

    boolean needsSmtpUtf8() {
        return recipient.needsSmtpUtf8() || identity.mailFrom().needsSmtpUtf8();
    }
}
