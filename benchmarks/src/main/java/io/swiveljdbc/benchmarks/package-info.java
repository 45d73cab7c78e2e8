/** What Swivel costs over the target driver alone: JMH benchmarks, and the table they make. */
@NullMarked
package io.swiveljdbc.benchmarks;

import org.jspecify.annotations.NullMarked;
