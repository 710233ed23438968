/** What our own mail server's log says about its deliveries. */
package io.rcptwatch.deliveries;
