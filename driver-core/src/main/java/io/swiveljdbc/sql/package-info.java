/**
 * The statement scanner: which statements a text holds and what they do to the transaction.
 *
 * <p>It reads as far as comments, quotes and leading keywords and is no parser; what differs
 * between databases is in their {@link io.swiveljdbc.sql.Dialect}. Each answer is exact for every
 * text the server would accept, or it is "not understood" and callers take the worst case. No I/O,
 * no state, linear time, safe on any input.
 */
@NullMarked
package io.swiveljdbc.sql;

import org.jspecify.annotations.NullMarked;
