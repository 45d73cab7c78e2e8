/**
 * A network that is not there: sockets that answer what has been asked before from memory. Over
 * them pgjdbc does all its work, but for the two system calls and the wait for the server.
 */
@NullMarked
package io.swiveljdbc.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
