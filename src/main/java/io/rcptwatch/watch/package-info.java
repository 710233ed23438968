/** Runs the rounds, and keeps what came of them in the ledger. */
package io.rcptwatch.watch;
