package io.rcptwatch.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.rcptwatch.metrics.Exposition.Format;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {
    // Prometheus 2.42 and 3 send the first two.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1 | OPENMETRICS
                    application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2 | OPENMETRICS
                    application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.7,application/openmetrics-text;version=1.0.0;q=0.6,text/plain;q=0.3 | OPENMETRICS
                    application/openmetrics-text | OPENMETRICS
                    application/openmetrics-text; version=1.0.0 | OPENMETRICS
                    application/openmetrics-text; version=1.0.0; charset=utf-8 | OPENMETRICS
                    application/openmetrics-text; version="1.0.0"; charset="utf-8" | OPENMETRICS
                    Application/OpenMetrics-Text | OPENMETRICS
                    application/openmetrics-text, */* | OPENMETRICS
                    text/plain;q=0, application/openmetrics-text;q=0.1 | OPENMETRICS
                    text/plain;q=0, */* | OPENMETRICS
                    application/openmetrics-text;version=0.0.1 | TEXT
                    application/openmetrics-text;q=0 | TEXT
                    application/openmetrics-text;q=0.5, text/plain | TEXT
                    application/openmetrics-text;q=0.5, */* | TEXT
                    text/plain | TEXT
                    text/plain;version=0.0.4 | TEXT
                    text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | TEXT
                    */* | TEXT
                    '' | TEXT
                    application/json | TEXT
                    ;;;,,, | TEXT
                    q=1;q=x;q=, / | TEXT
                    """)
    void the_format_is_the_one_that_the_client_likes_best(String accept, Format format) {
        assertThat(Negotiation.format(accept)).isEqualTo(format);
    }
}
