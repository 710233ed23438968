package io.rcptwatch.sandbox;

import io.rcptwatch.smtp.Reply;
import java.time.Duration;

/**
 * The rule of a greylist: a client, sender and recipient that come together for the first time are
 * put off.
 *
 * @param period how long after the first try they still are; zero or positive
 * @param tries how many tries are put off at least; 1 or more
 * @param reply what they are told
 */
record Greylisting(Duration period, int tries, Reply reply) {}
