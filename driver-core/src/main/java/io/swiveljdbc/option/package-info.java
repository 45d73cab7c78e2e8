/** The options of a URL: their names, types, defaults and ranges, in one list. */
@NullMarked
package io.swiveljdbc.option;

import org.jspecify.annotations.NullMarked;
