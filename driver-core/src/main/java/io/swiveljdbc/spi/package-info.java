/** What one database family brings: its driver, its errors, and how its clusters are discovered. */
@NullMarked
package io.swiveljdbc.spi;

import org.jspecify.annotations.NullMarked;
