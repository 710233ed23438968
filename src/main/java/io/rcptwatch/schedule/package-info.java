/** Whose turn it is, and when. */
package io.rcptwatch.schedule;
