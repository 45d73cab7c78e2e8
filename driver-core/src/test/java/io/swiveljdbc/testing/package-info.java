/**
 * A database family without a database: servers in memory whose role, life and errors a test sets,
 * under the real cluster, monitors and sessions.
 */
package io.swiveljdbc.testing;
