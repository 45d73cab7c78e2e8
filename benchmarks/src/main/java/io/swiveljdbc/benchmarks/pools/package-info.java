/** Pools above Swivel and inside it, under the same load. */
@NullMarked
package io.swiveljdbc.benchmarks.pools;

import org.jspecify.annotations.NullMarked;
