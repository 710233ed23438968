/** What became of a target, in the shape that its JSON has, wherever we print it. */
package io.rcptwatch.report;
