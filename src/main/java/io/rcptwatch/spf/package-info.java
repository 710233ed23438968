/** Whether a domain lets an address send its mail: the Sender Policy Framework (RFC 7208). */
package io.rcptwatch.spf;
