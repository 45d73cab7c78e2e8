/**
 * What is known of a cluster, as immutable values, and the pure steps that change it.
 *
 * <p>Nothing here does I/O, starts a thread or knows {@code java.sql}.
 */
@NullMarked
package io.swiveljdbc.topology;

import org.jspecify.annotations.NullMarked;
