/**
 * How long an application is without its database when a server fails: the same workload through
 * Swivel and through pgjdbc alone, on real servers. {@code docs/outage.md} defines each figure.
 */
@NullMarked
package io.swiveljdbc.benchmarks.outage;

import org.jspecify.annotations.NullMarked;
