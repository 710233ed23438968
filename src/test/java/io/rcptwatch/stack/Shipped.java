package io.rcptwatch.stack;

import java.nio.file.Path;

/** The files around the agent that we ship, as they lie in the checkout. */
final class Shipped {
    static final Path PROMETHEUS = Path.of("config/prometheus");
    static final Path RULES = PROMETHEUS.resolve("rules/rcptwatch.yml");
    static final Path RULE_TESTS = PROMETHEUS.resolve("tests");
    static final Path ALERTMANAGER = Path.of("config/alertmanager/alertmanager.yml");
    static final Path GRAFANA = Path.of("config/grafana/provisioning");
    static final Path DASHBOARDS = Path.of("grafana-dashboards");
    static final Path RUNBOOKS = Path.of("config/docs/runbooks");

    private Shipped() {}
}
