/**
 * The inner pools: one HikariCP pool for each server, in each role, of one login. All that knows
 * HikariCP is here; it is loaded only where {@code swivel.pool=true}.
 */
@NullMarked
package io.swiveljdbc.hikari;

import org.jspecify.annotations.NullMarked;
