/** From observations to Prometheus: the only place that knows a metric's name. */
package io.rcptwatch.metrics;
