package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BounceUnwrapperTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "host mx.example.com[192.0.2.1] said: 550 5.1.1 No (in reply to RCPT TO command)|",
                "<probe@example.com>: host mx.example.com[192.0.2.1] said: 550 5.1.1 No (in reply to|",
                "Remote host said: 550 5.1.1 No|",
                "192.0.2.1 does not like recipient. Remote host said: 550 5.1.1 No|",
                "smtp; 550 5.1.1 No|",
                "smtp;550 5.1.1 No|",
                "<<< 550 5.1.1 No|",
                "\"550 5.1.1 No\"|`550 5.1.1 No\"`",
                "Remote Server returned '550 5.1.1 No'|550 5.1.1 No'",
                "The response from the remote server was: 550 5.1.1 No|",
                "SMTP error from remote mail server after RCPT TO:<a@example.com>: 550 5.1.1 No|",
                "mx.example.com #550 5.1.1 No ##|",
                "mx.example.com #<mx.example.com #5.1.1 smtp; 550 5.1.1 No>|550 5.1.1 No>",
                "delivery temporarily suspended: host x[192.0.2.1] refused to talk to me: 550 5.1.1 No|",
                "ABC: to=<a@example.com>, delay=450, status=bounced (host x said: 550 5.1.1 No (in reply|",
                "NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 5.1.1 No; from=<a@example.com> to=<b>|",
                "connect to mx.example.com[192.0.2.1]:465: 550 5.1.1 No|",
                "12:45:501 it failed after 450 seconds with error 550 5.1.1 No|",
                "Error: 550 5.1.1 No|",
            })
    void the_words_around_a_reply_are_peeled_off(String text, String reply) {
        assertThat(BounceUnwrapper.peeled(text).strip())
                .isEqualTo(reply == null ? "550 5.1.1 No" : reply);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to=<a@example.com>, relay=mx.example.com., dsn=5.1.1, stat=User unknown|5.1.1 User unknown",
                "to=<a@example.com>, dsn=5.1.1, status=bounced (unknown user: \"a\")|5.1.1 unknown user: \"a\"",
                "User unknown|User unknown",
                "192.0.2.25 is blocked|192.0.2.25 is blocked",
                "5500 users, 450 messages and 550 users|5500 users, 450 messages and 550 users",
            })
    void where_there_is_no_reply_the_reason_counts(String text, String reason) {
        assertThat(BounceUnwrapper.peeled(text)).isEqualTo(reason);
    }

    @Test
    void of_a_whole_bounce_the_diagnostic_code_counts() {
        String bounce =
                """
                From: MAILER-DAEMON@mx.example.net
                Subject: Undelivered Mail Returned to Sender
                Content-Type: multipart/report; boundary="550.Spam"

                This is the mail system at host mx.example.net. We tried for 450 minutes.

                --550.Spam
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.net

                Final-Recipient: rfc822; probe@example.com
                Action: failed
                Status: 5.7.1
                Remote-MTA: dns; mx.example.com
                Diagnostic-Code: smtp; 554 5.7.1 Service unavailable; Client host
                    [192.0.2.25] blocked using bl.example.org
                Last-Attempt-Date: Wed, 25 Nov 2026 12:00:00 +0000

                --550.Spam
                Subject: 550 5.1.1 User unknown
                """;
        PastedReply pasted = PastedReply.of(bounce);
        assertThat(pasted.code()).contains("554");
        assertThat(pasted.lines())
                .containsExactly(
                        "5.7.1 Service unavailable; Client host [192.0.2.25] blocked using"
                                + " bl.example.org");
    }

    @Test
    void of_a_bounce_in_prose_the_reply_counts_up_to_the_blank_line() {
        PastedReply pasted =
                PastedReply.of(
                        """
                        Technical details of permanent failure:
                        The response from the remote server was:
                        550-5.2.2 Mailbox
                        550 5.2.2 full

                        ----- Original message -----
                        Subject: spam and viruses
                        """);
        assertThat(pasted.code()).contains("550");
        assertThat(pasted.lines()).containsExactly("5.2.2 Mailbox", "5.2.2 full");
    }

    @Test
    void a_status_field_stands_for_a_missing_code() {
        assertThat(
                        PastedReply.of("Status: 4.2.2\nDiagnostic-Code: X-Unix; mailbox is full")
                                .enhancedCode())
                .hasToString("Optional[4.2.2]");
    }

    @Test
    void a_text_that_begins_with_a_code_is_the_reply() {
        assertThat(PastedReply.of("450 4.1.1 undeliverable: host x said: 550 5.1.1 No").code())
                .contains("450");
    }
}
