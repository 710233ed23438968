/**
 * The language: what can be said to a mail server, and what it can answer. A command that carries a
 * message does not exist here.
 */
package io.rcptwatch.smtp;
