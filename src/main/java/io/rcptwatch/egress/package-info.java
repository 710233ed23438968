/** Whether our own network lets us out to mail servers. */
package io.rcptwatch.egress;
