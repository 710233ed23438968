/** The built-in mail world: scripted receivers and their DNS, on loopback. */
package io.rcptwatch.sandbox;
