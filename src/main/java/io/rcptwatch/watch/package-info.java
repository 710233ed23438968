/** The loop: who is probed when, how politely, and who hears of it. */
package io.rcptwatch.watch;
