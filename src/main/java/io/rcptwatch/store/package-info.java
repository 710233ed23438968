/** What outlives the process: one file, written beside the probing and read at the next start. */
package io.rcptwatch.store;
