package io.rcptwatch.probe;

import io.rcptwatch.smtp.TlsProblem;

/**
 * Why a conversation that wanted TLS went on in clear.
 *
 * @param problem its result type
 * @param detail one line for people
 */
public record TlsTrouble(TlsProblem problem, String detail) {}
