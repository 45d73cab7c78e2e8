/**
 * A cluster as it lives: its current topology, the threads that watch its servers, and those who
 * wait for one of them. All of Swivel's threads and locks are here.
 */
@NullMarked
package io.swiveljdbc.cluster;

import org.jspecify.annotations.NullMarked;
