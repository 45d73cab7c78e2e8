/** Swivel with pools of its own. */
@NullMarked
package io.swiveljdbc.examples.datasourcepool;

import org.jspecify.annotations.NullMarked;
