package io.rcptwatch.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a.b+c@example.com>: User unknown|<address>: user unknown",
                "a@example.com... User unknown|<address>... user unknown",
                "Host [192.0.2.25] blocked|host [<ip>] blocked",
                "IP=192.0.2.25 - no|ip=<ip> - no",
                "Host [2001:db8::25] blocked|host [<ip>] blocked",
                "IPv6:2001:db8:0:0:0:0:0:25 no|ipv6:<ip> no",
                "(see https://example.com/?a=b,c&d=e), please|(see <url>), please",
                "see www.example.com.|see <url>.",
                "see example.com/help|see <url>",
                "using zen.spamhaus.org; no|using <host>; no",
                "MX.EXAMPLE.COM says no|<host> says no",
                "STOREDRV.Deliver; no|storedrv.deliver; no",
                "RESOLVER.ADR.RecipNotFound|resolver.adr.recipnotfound",
                "no.Please call|no.please call",
                "doesn\u2019t   exist\u00a0here|doesn't exist here",
                "[TSS04] Messages (S3140)|[tss04] messages (s3140)",
                "and/or at 10:20:30|and/or at 10:20:30",
                "- 4.16.55.1; no|- <ip>; no",
                "id 0123456789abcdef0123 no|id <id> no",
                "defacedefacedefaced no|defacedefacedefaced no",
            })
    void text_is_normalised(String line, String words) {
        assertThat(ReplyText.of(List.of(line)).words().value()).isEqualTo(words);
    }

    @Test
    void lines_are_joined_without_the_codes_that_they_repeat() {
        assertThat(ReplyText.of(List.of("5.7.26 is not", "5.7.26 accepted")).words().value())
                .isEqualTo("is not accepted");
    }

    @Test
    void links_and_host_names_are_kept_apart() {
        assertThat(
                        ReplyText.of(List.of("mx.example.com: See HTTPS://Example.ORG/x?y."))
                                .links()
                                .value())
                .isEqualTo("mx.example.com https://example.org/x?y");
    }

    @Test
    void what_a_blocklist_answered_is_kept() {
        ReplyText text = ReplyText.of(List.of("blocked using bl.example.org; 127.0.0.2"));
        assertThat(text.words().value()).isEqualTo("blocked using <host>; <ip>");
        assertThat(text.links().value()).isEqualTo("bl.example.org 127.0.0.2");
    }

    @Test
    void of_a_long_text_both_ends_count() {
        String text = "greylisted " + "x ".repeat(10_000) + "later";
        assertThat(ReplyText.of(List.of(text)).words().value())
                .startsWith("greylisted")
                .endsWith("later")
                .hasSizeLessThan(800);
    }
}
