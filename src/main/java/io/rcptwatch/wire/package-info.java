/** Sockets, deadlines and TLS: the one implementation of a connection. */
package io.rcptwatch.wire;
