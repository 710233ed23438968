/** What people and Prometheus see over HTTP. */
package io.rcptwatch.web;
