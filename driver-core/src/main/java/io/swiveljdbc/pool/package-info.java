/** What pools above or below Swivel need of it. */
@NullMarked
package io.swiveljdbc.pool;

import org.jspecify.annotations.NullMarked;
