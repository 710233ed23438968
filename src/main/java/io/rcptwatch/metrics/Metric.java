package io.rcptwatch.metrics;

import static io.rcptwatch.metrics.Metric.MetricKind.COUNTER;
import static io.rcptwatch.metrics.Metric.MetricKind.GAUGE;
import static io.rcptwatch.metrics.Metric.MetricKind.HISTOGRAM;
import static io.rcptwatch.metrics.Metric.MetricKind.INFO;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.IntStream;

/** Every metric that we publish about probing: its name, its help text and its labels. */
enum Metric {
    ATTEMPTS(
            COUNTER,
            "smtp_probe_attempts_total",
            "Conversations begun, and questions that the DNS alone answered.",
            "domain",
            "provider",
            "identity"),
    RESULTS(
            COUNTER,
            "smtp_probe_results_total",
            "Conversations ended, by what they ended in.",
            "domain",
            "provider",
            "identity",
            "class",
            "outcome"),
    REPLIES(
            COUNTER,
            "smtp_probe_replies_total",
            "Replies received at any step, by their code and enhanced code.",
            "provider",
            "phase",
            "code",
            "enhanced_code"),
    UNCLASSIFIED_REPLIES(
            COUNTER,
            "smtp_probe_unclassified_replies_total",
            "Deciding replies that no rule understood.",
            "provider"),
    DURATION(
            HISTOGRAM,
            "smtp_probe_duration_seconds",
            "Time that a whole conversation took.",
            "provider"),
    PHASE_DURATION(
            HISTOGRAM,
            "smtp_probe_phase_duration_seconds",
            "Time that one step took: dns once a round, the others in each conversation.",
            "provider",
            "phase"),
    SUCCESS(
            GAUGE,
            "smtp_probe_success",
            "Whether the latest conversation ended as expected (1) or not (0).",
            "domain",
            "mx",
            "family",
            "identity"),
    DOMAIN_STATUS(
            GAUGE,
            "smtp_probe_domain_status",
            "How the domain stands over all its hosts: 1 for its status, 0 for the others.",
            "domain",
            "provider",
            "identity",
            "status"),
    DOMAIN_STATUS_SINCE(
            GAUGE,
            "smtp_probe_domain_status_since_timestamp_seconds",
            "When the domain's status began; absent before the first round has ended.",
            "domain",
            "identity"),
    LAST_RESULT(
            INFO,
            "smtp_probe_last_result_info",
            "What the latest conversation ended in.",
            "domain",
            "mx",
            "family",
            "identity",
            "class",
            "outcome",
            "fault",
            "basis",
            "phase",
            "code",
            "enhanced_code"),
    LAST_ATTEMPT(
            GAUGE,
            "smtp_probe_last_attempt_timestamp_seconds",
            "When a conversation last began; 0 where none is known of.",
            "domain",
            "identity"),
    LAST_CONCLUSIVE(
            GAUGE,
            "smtp_probe_last_conclusive_timestamp_seconds",
            "When a conversation last said anything about the receiver; 0: none is known of.",
            "domain",
            "identity"),
    LAST_SUCCESS(
            GAUGE,
            "smtp_probe_last_success_timestamp_seconds",
            "When a conversation last ended as expected; 0 where none is known of.",
            "domain",
            "identity"),
    INTERVAL(
            GAUGE,
            "smtp_probe_interval_seconds",
            "Time from one round to the next, as configured.",
            "domain"),
    MX_HOSTS(
            GAUGE,
            "smtp_probe_mx_hosts",
            "Mail hosts of the domain when the DNS last named any; 0 until it did.",
            "domain"),
    MX_CHANGES(
            COUNTER,
            "smtp_probe_mx_changes_total",
            "Changes of the set of the domain's mail hosts.",
            "domain"),
    EHLO_EXTENSION(
            INFO,
            "smtp_probe_ehlo_extension_info",
            "Extensions that the host offers, all that are not registered as other.",
            "domain",
            "mx",
            "extension"),
    EHLO_SIZE_LIMIT(
            GAUGE,
            "smtp_probe_ehlo_size_limit_bytes",
            "Largest message that the host says it takes.",
            "domain",
            "mx"),
    EHLO_CHANGES(
            COUNTER,
            "smtp_probe_ehlo_changes_total",
            "Changes of what a host offers, counted for each identity and family that met one.",
            "domain"),
    TLS(
            INFO,
            "smtp_probe_tls_info",
            "What the TLS handshake agreed on, and whether the certificate is valid for the host.",
            "domain",
            "mx",
            "version",
            "cipher",
            "verified"),
    TLS_NOT_AFTER(
            GAUGE,
            "smtp_probe_tls_certificate_not_after_timestamp_seconds",
            "When the host's certificate expires, also where it is not valid otherwise.",
            "domain",
            "mx"),
    TLS_REQUIRED(
            GAUGE,
            "smtp_probe_tls_required",
            "Whether mail to the domain is held back where TLS fails (1) or not (0), by whose demand.",
            "domain",
            "by"),
    TLS_FAILURES(
            COUNTER,
            "smtp_probe_tls_failures_total",
            "Conversations in which something was wrong with TLS, by its RFC 8460 result type.",
            "domain",
            "result_type"),
    DANE_RESULTS(
            COUNTER,
            "smtp_probe_dane_results_total",
            "Hosts looked at with DANE, by what came of it.",
            "domain",
            "result"),
    MTA_STS_POLICY(
            INFO,
            "smtp_probe_mta_sts_policy_info",
            "How it stands with the domain's MTA-STS policy.",
            "domain",
            "mode"),
    SKIPPED(
            COUNTER,
            "smtp_probe_skipped_total",
            "Rounds or hosts that were left out, by the reason.",
            "domain",
            "reason"),
    GREYLIST_PASS(
            HISTOGRAM,
            "smtp_probe_greylist_pass_seconds",
            "Time from the first refusal of a greylisting host until it let us in.",
            "provider"),
    GREYLIST_TIMEOUTS(
            COUNTER,
            "smtp_probe_greylist_timeouts_total",
            "Greylisting hosts that had not let us in after a day.",
            "provider"),
    BUDGET_LIMIT(
            GAUGE,
            "smtp_probe_budget_limit",
            "Conversations allowed at once, in a minute and in a day; scope host: with each host.",
            "scope",
            "period"),
    BUDGET_USED(
            GAUGE,
            "smtp_probe_budget_used",
            "Conversations of now, the last minute and the last day; scope host: the most of any.",
            "scope",
            "period"),
    BACKOFF_ACTIVE(
            GAUGE,
            "smtp_probe_backoff_active",
            "Whether the provider does not want us and is left alone; for other, how many hosts.",
            "provider",
            "identity"),
    BACKOFF_UNTIL(
            GAUGE,
            "smtp_probe_backoff_until_timestamp_seconds",
            "When one who is left alone is tried again, the last of several; 0 where there is none.",
            "provider",
            "identity"),
    WAITING(GAUGE, "smtp_probe_waiting", "Conversations that wait for room in the budgets."),
    IDENTITY_CHECK(
            GAUGE,
            "smtp_probe_identity_check",
            "Whether our identity passes the check (1) or fails it (0); NaN where that is unknown.",
            "identity",
            "check"),
    DNSBL_LISTED(
            GAUGE,
            "smtp_probe_dnsbl_listed",
            "Whether the DNS list has an address or domain of ours (1) or not (0); NaN: unknown.",
            "identity",
            "list"),
    DNSBL_ERRORS(
            COUNTER,
            "smtp_probe_dnsbl_errors_total",
            "Questions to the DNS list without an answer, or with one that is no listing.",
            "identity",
            "list"),
    EGRESS_REACHABLE(
            GAUGE,
            "smtp_probe_egress_reachable",
            "Whether our own network lets us out to mail servers: 1, 0, or NaN where nobody knows.",
            "identity",
            "family"),
    UNWELL(
            GAUGE,
            "smtp_probe_unwell",
            "Whether something keeps the agent from its work (1) or not (0), by what it is.",
            "reason"),
    IN_FLIGHT(GAUGE, "smtp_probe_in_flight", "Conversations that are held right now."),
    SCHEDULER_LAG(
            HISTOGRAM,
            "smtp_probe_scheduler_lag_seconds",
            "How much later than due a round began."),
    STATE_HEALTHY(
            GAUGE,
            "smtp_probe_state_store_healthy",
            "Whether what happened lately is in the state file (1) or only in memory (0)."),
    STATE_SIZE(GAUGE, "smtp_probe_state_store_size_bytes", "Size of the state file."),
    STATE_WRITE_ERRORS(
            COUNTER,
            "smtp_probe_state_store_write_errors_total",
            "Writes of the state file that failed."),
    STATE_DROPPED(
            COUNTER,
            "smtp_probe_state_store_dropped_records_total",
            "Records of the state file that could not be read."),
    CONFIG_SUCCESSFUL(
            GAUGE,
            "smtp_probe_config_last_reload_successful",
            "Whether the configuration could be used when it was last read (1) or not (0)."),
    CONFIG_SUCCESS_TIME(
            GAUGE,
            "smtp_probe_config_last_reload_success_timestamp_seconds",
            "When the configuration was last read and could be used."),
    RULESET(INFO, "smtp_probe_ruleset_info", "The rules that replies are judged by.", "version"),
    BUILD(
            INFO,
            "smtp_probe_build_info",
            "The build that is running.",
            "version",
            "revision",
            "java_version",
            "tls"),
    DELIVERY_ATTEMPTS(
            COUNTER,
            "smtp_delivery_attempts_total",
            "Attempts of our mail server to deliver to one recipient, by what they ended in.",
            "provider",
            "identity",
            "class",
            "outcome",
            "phase"),
    DELIVERY_MESSAGES(
            COUNTER,
            "smtp_delivery_messages_total",
            "Recipients of our mail that were settled, by the result.",
            "provider",
            "identity",
            "result"),
    DELIVERY_DOMAIN_ATTEMPTS(
            COUNTER,
            "smtp_delivery_domain_attempts_total",
            "Attempts to deliver to a configured target's domain.",
            "domain",
            "identity",
            "class"),
    DELIVERY_DELAY(
            HISTOGRAM,
            "smtp_delivery_delay_seconds",
            "Time from a message's arrival at our mail server until a host took it.",
            "provider"),
    DELIVERY_UNCLASSIFIED(
            COUNTER,
            "smtp_delivery_unclassified_replies_total",
            "Replies to our mail that no rule understood.",
            "provider"),
    LOG_LINES(
            COUNTER,
            "smtp_delivery_log_lines_total",
            "Lines of a mail log: about a delivery, about something else, or in no known form.",
            "source",
            "result"),
    LOG_LAST_LINE(
            GAUGE,
            "smtp_delivery_log_last_line_timestamp_seconds",
            "When the latest line of a mail log was read.",
            "source"),
    LOG_HEALTHY(
            GAUGE,
            "smtp_delivery_log_healthy",
            "Whether a mail log can be read and is read to its end (1) or not (0).",
            "source"),
    PROBE_SUCCESS(
            GAUGE,
            "probe_success",
            "Whether the domain would take a message: it is deliverable, or degraded."),
    PROBE_DURATION(GAUGE, "probe_duration_seconds", "Time that the round took that is shown here."),
    RESULT_AGE(
            GAUGE,
            "smtp_probe_result_age_seconds",
            "Time since the end of the round that is shown here."),
    ANSWER(
            INFO,
            "smtp_probe_answer_info",
            "Where this answer comes from: a fresh round, or the latest one and why.",
            "source");

    /** How the values of a metric behave. */
    enum MetricKind {
        COUNTER("_total"),
        GAUGE(""),
        HISTOGRAM("_seconds"),
        /** A gauge that is always 1: its labels are what it says. */
        INFO("_info");

        private final String suffix;

        MetricKind(String suffix) {
            this.suffix = suffix;
        }
    }

    private final MetricKind kind;
    private final String published;
    private final String help;

    @SuppressWarnings("ImmutableEnumChecker") // List.of makes it so
    private final List<String> labelNames;

    Metric(MetricKind kind, String published, String help, String... labelNames) {
        this.kind = kind;
        this.published = published;
        this.help = help;
        this.labelNames = List.of(labelNames);
    }

    MetricKind kind() {
        return kind;
    }

    /** The name as a scrape shows it. */
    String published() {
        return published;
    }

    /** The name without the suffix that tells its kind. */
    String family() {
        return published.substring(0, published.length() - kind.suffix.length());
    }

    String help() {
        return help;
    }

    List<String> labelNames() {
        return labelNames;
    }

    /**
     * The labels for Micrometer.
     *
     * @param values one for each of the metric's label names, in their order
     * @throws IllegalArgumentException where there are more or fewer values
     */
    Tags tags(String... values) {
        requireOneForEach(values.length);
        return Tags.of(
                IntStream.range(0, values.length)
                        .mapToObj(i -> Tag.of(labelNames.get(i), values[i]))
                        .toList());
    }

    /**
     * Checks a number of label values.
     *
     * @throws IllegalArgumentException where the metric has more or fewer labels
     */
    void requireOneForEach(int values) {
        if (values != labelNames.size()) {
            throw new IllegalArgumentException(
                    published + " has labels " + labelNames + ", not " + values);
        }
    }
}
