/** The MySQL family: Connector/J, its errors, and how its clusters are discovered. */
@NullMarked
package io.swiveljdbc.mysql;

import org.jspecify.annotations.NullMarked;
