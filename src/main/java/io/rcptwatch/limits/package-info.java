/** How often whom: budgets, backoff, greylisting. State without threads, and without a clock. */
package io.rcptwatch.limits;
