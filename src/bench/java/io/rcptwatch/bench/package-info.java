/** Measures the program against its peers, all on loopback: {@code make bench}. */
package io.rcptwatch.bench;
