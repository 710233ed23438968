package io.rcptwatch.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

class ShippedFilesTest {
    private static final Pattern ALERT_NAME = Pattern.compile("\\bRcptwatch\\w+");

    private static final Pattern SINCE =
            Pattern.compile("[Ss]ince \\{\\{ \\.Value \\| humanizeTimestamp }}");

    private static final Pattern FAULT =
            Pattern.compile(
                    "[Ff]ault: (\\{\\{ \\.Labels\\.fault }}"
                            + "|(none|us|recipient|receiver|network|unknown)\\b)");

    private static final Pattern ADVICE =
            Pattern.compile("What to do:\\s*(\\{\\{.*\\.Labels\\.advice|[^{\\s]|\\{\\{ if )");

    private static final Pattern HOLD =
            Pattern.compile(
                    "Hold the queue [^{]+Postfix: post\\w+ -[^{]+Exim: hold_domains = ?.+",
                    Pattern.DOTALL);

    private static final Pattern README_ROW =
            Pattern.compile("\\| \\[(Rcptwatch\\w+)]\\(([^)]+)\\) \\| ([a-z, ]+) \\|");

    @Test
    void promtool_likes_the_configuration() throws Exception {
        clean(Tool.promtool("check", "config", Shipped.PROMETHEUS + "/prometheus.yml"));
    }

    @Test
    void promtool_likes_the_rules() throws Exception {
        clean(Tool.promtool("check", "rules", "--lint-fatal", Shipped.RULES.toString()));
    }

    @ParameterizedTest
    @MethodSource("ruleTests")
    void alerts_fire_when_they_should_and_not_otherwise(Path tests) throws Exception {
        clean(Tool.promtool("test", "rules", tests.toString()));
    }

    static List<Path> ruleTests() throws IOException {
        try (Stream<Path> files = Files.list(Shipped.RULE_TESTS)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void every_alert_is_seen_to_fire_and_not_to_fire(Alert alert) throws IOException {
        List<Boolean> fires = new ArrayList<>();
        for (Path file : ruleTests()) {
            JsonNode all = new ObjectMapper().valueToTree(new Yaml().load(Files.readString(file)));
            all.findValues("alert_rule_test").stream()
                    .flatMap(JsonNode::valueStream)
                    .filter(test -> test.path("alertname").asText().equals(alert.name()))
                    .map(test -> !test.path("exp_alerts").isEmpty())
                    .forEach(fires::add);
        }
        assertThat(fires).contains(true, false);
    }

    @Test
    void amtool_likes_the_configuration() throws Exception {
        clean(Tool.amtool("check-config", Shipped.ALERTMANAGER.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "critical, mail, pager",
        "warning, mail, team",
        "info, mail, nobody",
        "critical, platform, platform-pager",
        "warning, platform, platform",
        "info, platform, nobody"
    })
    void alerts_go_to_whom_they_concern(String severity, String team, String receiver)
            throws Exception {
        Tool.Result result =
                Tool.amtool(
                        "config",
                        "routes",
                        "test",
                        "--config.file=" + Shipped.ALERTMANAGER,
                        "--verify.receivers=" + receiver,
                        "severity=" + severity,
                        "team=" + team);
        clean(result);
    }

    @Test
    void alertmanager_speaks_of_alerts_that_there_are() throws IOException {
        Set<String> names = alerts().stream().map(Alert::name).collect(Collectors.toSet());
        assertThat(ALERT_NAME.matcher(Files.readString(Shipped.ALERTMANAGER)).results())
                .extracting(MatchResult::group)
                .isNotEmpty()
                .allMatch(names::contains);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void alerts_say_how_urgent_they_are_what_happened_and_what_to_do(Alert alert) {
        assertThat(alert.severity()).isIn("critical", "warning", "info");
        assertThat(alert.team()).isIn("mail", "platform");
        assertThat(alert.rule().path("for").asText()).matches("\\d+[mh]");
        assertThat(alert.annotation("summary")).isNotBlank();
        assertThat(alert.annotation("description")).isNotBlank();
        assertThat(alert.annotation("dashboard_url"))
                .matches(
                        "http://localhost:3000/d/rcptwatch-(overview|domain|identity|deliveries|agent)\\b.*");
        assertThat(Path.of(alert.annotation("runbook_url")))
                .isRegularFile()
                .content()
                .startsWith("# " + alert.name() + "\n")
                .contains("**Meaning.**", "**Impact.**", "**Diagnose.**", "**Fix.**")
                .contains("**Silence.**");
    }

    /** Who reads only the alert can act: no annotation may leave a part out. */
    @ParameterizedTest
    @MethodSource("alerts")
    void alerts_say_since_when_whose_fault_it_is_and_what_to_do(Alert alert) {
        assertThat(alert.annotation("description"))
                .containsPattern(SINCE)
                .containsPattern(FAULT)
                .containsPattern(ADVICE);
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void critical_alerts_say_first_how_to_hold_the_queue(Alert alert) {
        if (alert.severity().equals("critical")) {
            assertThat(alert.annotation("description")).matches(HOLD);
        }
    }

    /** A query that names another alert, or none, would show nothing. */
    @ParameterizedTest
    @MethodSource("alerts")
    void alerts_ask_for_their_own_beginning(Alert alert) {
        String description = alert.annotation("description");
        if (description.contains("ALERTS_FOR_STATE{")) {
            assertThat(ALERT_NAME.matcher(description).results().map(MatchResult::group))
                    .containsOnly(alert.name());
        }
    }

    /**
     * What rehearsal.md adds up: from the block to the page, if everything comes as late as it may.
     */
    @Test
    void a_block_pages_within_20_minutes_with_everything_as_shipped() throws IOException {
        Duration interval = Duration.ofMinutes(10);
        String prometheus = Files.readString(Shipped.PROMETHEUS.resolve("prometheus.yml"));
        Duration told =
                time(Files.readString(Shipped.ALERTMANAGER), "group_wait")
                        .plus(time(prometheus, "scrape_interval"))
                        // What is recorded first, and then read by the alert.
                        .plus(time(prometheus, "evaluation_interval").multipliedBy(2));
        assertThat(alerts())
                .filteredOn(alert -> alert.severity().equals("critical"))
                .filteredOn(alert -> alert.name().matches("Rcptwatch(Domain|Provider|Identity).*"))
                .hasSize(3)
                .allSatisfy(
                        alert ->
                                assertThat(told.plus(interval).plus(duration(alert, "for")))
                                        .as(alert.name())
                                        .isLessThan(Duration.ofMinutes(20)));
    }

    @ParameterizedTest
    @MethodSource("alerts")
    void an_agent_that_stops_resolves_no_alert_before_its_own_fires(Alert alert)
            throws IOException {
        Duration down =
                duration(
                        alerts().stream()
                                .filter(a -> a.name().equals("RcptwatchAgentDown"))
                                .findFirst()
                                .orElseThrow(),
                        "for");
        if (!alert.name().equals("RcptwatchAgentDown")) {
            assertThat(duration(alert, "keep_firing_for")).isGreaterThan(down.plusMinutes(1));
        }
    }

    private static Duration duration(Alert alert, String key) {
        return Duration.parse("PT" + alert.rule().path(key).asText());
    }

    private static Duration time(String file, String key) {
        Matcher matcher = Pattern.compile(key + ": (\\d+[sm])").matcher(file);
        assertThat(matcher.find()).as(key).isTrue();
        return Duration.parse("PT" + matcher.group(1));
    }

    static List<Alert> alerts() throws IOException {
        return Alert.of(Shipped.RULES);
    }

    @Test
    void every_runbook_is_an_alerts_and_stands_in_the_list() throws IOException {
        Set<String> wanted =
                alerts().stream()
                        .map(alert -> alert.annotation("runbook_url"))
                        .map(url -> Path.of(url).getFileName().toString())
                        .collect(Collectors.toSet());
        Path list = Shipped.RUNBOOKS.resolve("README.md");
        try (Stream<Path> pages = Files.list(Shipped.RUNBOOKS)) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .filteredOn(page -> page.startsWith("rcptwatch-"))
                    .containsExactlyInAnyOrderElementsOf(wanted);
        }
        assertThat(list).content().contains(wanted);
    }

    @Test
    void the_readme_lists_every_alert_with_its_severities_and_its_runbook() throws IOException {
        Map<String, String> expected =
                alerts().stream()
                        .collect(
                                Collectors.groupingBy(
                                        a -> a.name() + " " + a.annotation("runbook_url"),
                                        Collectors.mapping(
                                                Alert::severity, Collectors.joining(", "))));
        Map<String, String> listed =
                README_ROW
                        .matcher(Files.readString(Path.of("README.md")))
                        .results()
                        .collect(
                                Collectors.toMap(
                                        row -> row.group(1) + " " + row.group(2),
                                        row -> row.group(3)));
        assertThat(listed).isEqualTo(expected);
    }

    @Test
    void grafana_finds_prometheus_and_the_dashboards() throws IOException {
        assertThat(yaml("datasources/prometheus.yml"))
                .contains("apiVersion=1", "type=prometheus", "url=http://localhost:9090");
        assertThat(yaml("dashboards/rcptwatch.yml")).contains("apiVersion=1", "type=file");
    }

    private static String yaml(String file) throws IOException {
        return new Yaml().load(Files.readString(Shipped.GRAFANA.resolve(file))).toString();
    }

    @Test
    void every_panel_says_what_it_shows_and_why_it_is_empty() throws IOException {
        for (JsonNode panel : Query.panels(Shipped.DASHBOARDS)) {
            String title = panel.path("title").asText();
            assertThat(panel.path("description").asText()).as(title).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/noValue").asText()).as(title).isNotBlank();
        }
    }

    private static void clean(Tool.Result result) {
        assertThat(result.status()).as(result.output()).isZero();
    }
}
