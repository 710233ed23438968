/** Reads a finished conversation through an ordered rule table; pure, and so replayable. */
package io.rcptwatch.verdict;
