/**
 * What an application sees: the driver, the data source, and the connection that {@code unwrap}
 * gives.
 */
@NullMarked
package io.swiveljdbc;

import org.jspecify.annotations.NullMarked;
