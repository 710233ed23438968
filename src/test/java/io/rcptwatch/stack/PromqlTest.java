package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PromqlTest {
    @Test
    void metrics_and_matched_labels_are_found_and_nothing_else() {
        Promql names =
                Promql.of(
                        """
                        # a comment with a_name{in="it"}
                        60 * sum by (code, phase) (rate(smtp_a_total{job=~".+", code=~"[45].."}[5m])) > 0
                        or vector(0) unless on (domain) group_left (mx)
                          min_over_time(smtp_b[1h] @ end()) == bool 1
                        """);
        assertThat(names.metrics())
                .isEqualTo(Map.of("smtp_a_total", Set.of("job", "code"), "smtp_b", Set.of()));
        assertThat(names.selectors())
                .containsExactlyInAnyOrder("smtp_a_total{job=~\".+\", code=~\"[45]..\"}", "smtp_b");
        assertThat(names.labels()).containsExactlyInAnyOrder("code", "phase", "domain", "mx");
    }

    @Test
    void what_label_replace_makes_is_its_own() {
        Promql names =
                Promql.of(
                        """
                        label_replace(label_replace(smtp_a{x!="1"}, "side", "us", "outcome", "a|b"),
                          "side", "them", "class", "c")
                        """);
        assertThat(names.metrics()).isEqualTo(Map.of("smtp_a", Set.of("x")));
        assertThat(names.labels()).containsExactlyInAnyOrder("outcome", "class");
        assertThat(names.made()).containsExactly("side");
    }
}
