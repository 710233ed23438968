/** Where a domain's mail goes, as one sealed answer. */
package io.rcptwatch.dns;
