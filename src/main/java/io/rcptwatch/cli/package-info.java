/** The commands. */
package io.rcptwatch.cli;
