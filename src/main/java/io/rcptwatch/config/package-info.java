/** From YAML to validated records, with file, line and column in every complaint. */
package io.rcptwatch.config;
