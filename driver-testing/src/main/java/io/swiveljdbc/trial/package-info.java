/** What the tests of all modules that run on real servers share. */
@NullMarked
package io.swiveljdbc.trial;

import org.jspecify.annotations.NullMarked;
