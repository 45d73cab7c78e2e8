/** Which servers a transaction may run on: functions from an intent and a topology to servers. */
@NullMarked
package io.swiveljdbc.routing;

import org.jspecify.annotations.NullMarked;
