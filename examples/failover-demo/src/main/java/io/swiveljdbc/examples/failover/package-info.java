/** What {@code ./demo} runs: load on a cluster that loses its writer, and an account of it. */
@NullMarked
package io.swiveljdbc.examples.failover;

import org.jspecify.annotations.NullMarked;
