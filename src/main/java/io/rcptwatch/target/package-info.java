/** What is watched, who asks, and which answer is hoped for: records only. */
package io.rcptwatch.target;
