package io.rcptwatch.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MxRecordTest {
    @Test
    void the_best_preference_comes_first() {
        assertThat(of("20 mx2.test.", "5 mx1.test.", "30 mx3.test."))
                .containsExactly("5 mx1.test", "20 mx2.test", "30 mx3.test");
    }

    @Test
    void a_host_named_twice_counts_once_with_its_best_preference() {
        assertThat(of("20 mx1.test.", "10 MX1.Test.", "15 mx2.test."))
                .containsExactly("10 mx1.test", "15 mx2.test");
    }

    @Test
    void a_lone_null_mx_leaves_nobody() {
        assertThat(of("0 .")).isEmpty();
    }

    @Test
    void a_null_mx_among_others_means_nothing() {
        assertThat(of("0 .", "10 mx1.test.")).containsExactly("10 mx1.test");
    }

    @Test
    void the_best_32_are_kept() {
        String[] many =
                IntStream.rangeClosed(1, 50)
                        .mapToObj(i -> 51 - i + " mx" + i + ".test.")
                        .toArray(String[]::new);
        assertThat(of(many)).hasSize(32).startsWith("1 mx50.test").endsWith("32 mx19.test");
    }

    @Test
    void what_is_not_printable_in_a_name_is_escaped() {
        MxRecord exchanger = exchangers("10 a\\007\\010b\\.c\\255.test.").getFirst();
        assertThat(exchanger.name()).isEqualTo("a\\007\\010b\\.c\\255.test");
        assertThat(exchanger.isHostName()).isFalse();
    }

    @Test
    void an_underscore_is_let_pass() {
        assertThat(exchangers("10 mx_1.a-b.test.").getFirst().isHostName()).isTrue();
    }

    private static List<String> of(String... records) {
        return exchangers(records).stream().map(e -> e.preference() + " " + e.name()).toList();
    }

    private static List<MxRecord> exchangers(String... records) {
        return MxRecord.of(
                Stream.of(records)
                        .map(mx -> LoopbackDns.record("example.test. 300 IN MX " + mx))
                        .toList());
    }
}
