package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rcptwatch.verdict.Status;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the dashboards have to agree on. */
class DashboardsTest {
    private static final Pattern LINK = Pattern.compile("\"/d/([^\"?]+)");

    @Test
    void dashboards_lead_to_dashboards_that_there_are() throws IOException {
        List<JsonNode> dashboards = Query.dashboards(Shipped.DASHBOARDS);
        assertThat(dashboards)
                .extracting(dashboard -> dashboard.path("uid").asText())
                .containsExactlyInAnyOrder(
                        "rcptwatch-overview",
                        "rcptwatch-domain",
                        "rcptwatch-identity",
                        "rcptwatch-deliveries",
                        "rcptwatch-agent")
                .containsAll(linked(dashboards));
    }

    private static List<String> linked(List<JsonNode> dashboards) {
        return LINK.matcher(dashboards.toString())
                .results()
                .map(link -> link.group(1))
                .distinct()
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void a_status_has_one_colour_everywhere(Status status) throws IOException {
        assertThat(Query.dashboards(Shipped.DASHBOARDS))
                .flatExtracting(dashboard -> dashboard.findParents("text"))
                .filteredOn(shown -> shown.path("text").asText().equals(status.label()))
                .extracting(shown -> shown.path("color").asText())
                .isNotEmpty()
                .matches(colours -> new HashSet<>(colours).size() == 1, "one colour");
    }
}
