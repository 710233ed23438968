/**
 * One strict reader for every YAML file that a person writes: bounded, and every complaint has a
 * place.
 */
package io.rcptwatch.yaml;
