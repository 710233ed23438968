/** Our own face: whether what we say of ourselves holds in the DNS, and who lists us. */
package io.rcptwatch.selfcheck;
