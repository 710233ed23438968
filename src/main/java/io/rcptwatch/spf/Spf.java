package io.rcptwatch.spf;

import io.rcptwatch.dns.DnsClient;
import io.rcptwatch.target.MailAddress;
import java.net.InetAddress;
import java.time.Duration;

/**
 * Asks the DNS whether an address may send a domain's mail. May be used by many threads at once.
 */
public final class Spf {
    private final DnsClient dns;
    private final Duration limit;

    /**
     * Evaluates with these answers.
     *
     * @param limit after this time no further question is asked; RFC 7208 §4.6.4 wants 20 s or more
     */
    public Spf(DnsClient dns, Duration limit) {
        this.dns = dns;
        this.limit = limit;
    }

    /**
     * Evaluates the policy of the sender's domain: check_host() of RFC 7208 §4.
     *
     * @param client the address that the receiver sees
     * @param helo what the client calls itself
     */
    public SpfResult check(InetAddress client, MailAddress sender, String helo) {
        SpfSession session = new SpfSession(client, sender, helo);
        try {
            return new Evaluation(new SpfLookups(dns, limit), session).checkHost(sender.domain());
        } catch (SpfErrorException e) {
            return e.result();
        }
    }
}
