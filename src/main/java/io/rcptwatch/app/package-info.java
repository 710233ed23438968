/** The running agent: its parts as beans, begun and ended with Quarkus. */
package io.rcptwatch.app;
