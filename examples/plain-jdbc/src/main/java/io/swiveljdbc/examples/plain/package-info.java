/** Swivel with nothing but JDBC. */
@NullMarked
package io.swiveljdbc.examples.plain;

import org.jspecify.annotations.NullMarked;
