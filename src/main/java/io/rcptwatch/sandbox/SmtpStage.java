package io.rcptwatch.sandbox;

import io.rcptwatch.smtp.Reply;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The moments in a conversation at which a receiver speaks, each with what it says by default. */
enum SmtpStage {
    BANNER(220, "{host} ESMTP"),
    EHLO(250, "{host}"),
    HELO(250, "{host}"),
    STARTTLS(220, "2.0.0 Ready to start TLS"),
    MAIL(250, "2.1.0 Sender ok"),
    RCPT(250, "2.1.5 Recipient ok"),
    RSET(250, "2.0.0 Ok"),
    NOOP(250, "2.0.0 Ok"),
    /**
     * After the dot that ends a message (RFC 5321 §4.1.1.4); only a script that has it takes DATA.
     */
    CONTENT(554, "5.7.1 no mail is taken here"),
    QUIT(221, "2.0.0 {host} closing connection");

    private final String label = name().toLowerCase(Locale.ROOT);

    @SuppressWarnings("ImmutableEnumChecker") // a record that copies its list
    private final Reply byDefault;

    SmtpStage(int code, String text) {
        this.byDefault = Reply.of(code, text);
    }

    /** The key in a script. */
    String label() {
        return label;
    }

    /** What is said where the script is silent. */
    Reply byDefault() {
        return byDefault;
    }

    /** The cue of that label; empty where there is none. */
    static Optional<SmtpStage> labelled(String label) {
        return Arrays.stream(values()).filter(cue -> cue.label.equals(label)).findFirst();
    }
}
