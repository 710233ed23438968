/** What a domain's TLSA records demand of its hosts, and whether a certificate meets it. */
package io.rcptwatch.dane;
