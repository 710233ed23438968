package io.rcptwatch.peers;

import static io.rcptwatch.target.Outcome.*;
import static io.rcptwatch.target.OutcomeClass.DEFERRED;
import static io.rcptwatch.target.OutcomeClass.OK;
import static io.rcptwatch.target.OutcomeClass.REJECTED;
import static io.rcptwatch.target.OutcomeClass.TLS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.smtp.TlsProblem;
import io.rcptwatch.target.MailAddress;
import io.rcptwatch.target.TlsMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a real Exim answers, what we make of it, and what it writes down about us. */
class EximTest {
    @AutoClose private static @Nullable MailServer exim;
    private Asker asker;

    // Not before all: a skipped class would not even be counted.
    @BeforeEach
    void start() throws IOException {
        Path program = Exim.program();
        if (exim == null) {
            exim = Exim.start(program);
        }
        asker = new Asker(exim, LogCheck.EXIM);
    }

    @Test
    void mail_in_clear_is_accepted() {
        asker.ask("plain")
                .means(OK, ACCEPTED)
                .logged("conversation: EHLO,MAIL,RCPT,RSET,QUIT")
                .logged("closed by QUIT");
    }

    @Test
    void a_self_signed_certificate_is_good_enough_where_tls_is_opportunistic() {
        Heard heard =
                asker.ask("starttls")
                        .means(OK, ACCEPTED)
                        .logged("conversation: EHLO,STARTTLS,EHLO,MAIL,RCPT,RSET,QUIT");
        assertThat(heard.conversation().tls().orElseThrow().problems())
                .containsExactly(TlsProblem.CERTIFICATE_NOT_TRUSTED);
    }

    @Test
    void a_self_signed_certificate_is_not_enough_where_tls_is_required() {
        asker.ask("starttls", TlsMode.REQUIRED)
                .means(TLS, TLS_FAILED)
                .logged("conversation: EHLO,STARTTLS,QUIT");
    }

    @ParameterizedTest
    @CsvSource({"unknown-user, 550 Unknown user", "plain, 550 Unrouteable address"})
    void a_recipient_is_unknown(String service, String answer) {
        asker.ask(service, new MailAddress("nobody", "example.test"))
                .means(REJECTED, RECIPIENT_UNKNOWN)
                .answered(answer);
    }

    @Test
    void greylisting_is_deferred() {
        asker.ask("greylisting")
                .means(DEFERRED, GREYLISTED)
                .answered("451 Greylisted, please try again in 300 seconds");
    }

    @Test
    void a_blocklist_blocks_our_address() {
        asker.ask("blocklist").means(REJECTED, IP_BLOCKED).answered("zen.spamhaus.org");
    }

    @Test
    void mail_for_others_is_not_relayed() {
        asker.ask("plain", new MailAddress("someone", "elsewhere.test"))
                .means(REJECTED, RELAY_DENIED)
                .answered("550 relay not permitted");
    }

    @Test
    void a_late_greeting_is_waited_for() {
        Heard heard = asker.ask("delay").means(OK, ACCEPTED);
        assertThat(heard.conversation().duration()).isGreaterThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @EnumSource
    void the_log_check_sees_a_client_that(RudeClient client) throws IOException {
        assertThat(asker.complaintsAbout(client, "delay")).isNotEmpty();
    }
}
