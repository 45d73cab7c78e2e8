/** The PostgreSQL family: pgjdbc, its errors, and how its clusters are discovered. */
@NullMarked
package io.swiveljdbc.postgres;

import org.jspecify.annotations.NullMarked;
