/** Holds the conversation, top to bottom, and keeps what was said; opens no socket itself. */
package io.rcptwatch.probe;
