/** Swivel under a HikariCP pool. */
@NullMarked
package io.swiveljdbc.examples.hikaricp;

import org.jspecify.annotations.NullMarked;
