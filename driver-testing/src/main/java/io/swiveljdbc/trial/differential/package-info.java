/**
 * Small programs that observe a driver by JDBC, and the comparison of what they observe through
 * Swivel and without it.
 */
@NullMarked
package io.swiveljdbc.trial.differential;

import org.jspecify.annotations.NullMarked;
