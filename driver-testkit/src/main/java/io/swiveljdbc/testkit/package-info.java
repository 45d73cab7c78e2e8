/**
 * Real local database clusters for tests of failover: servers that can be killed, frozen, cut off
 * from their clients, promoted and brought back, and a JUnit 5 extension that hands one to a test.
 *
 * <p>Start with {@link io.swiveljdbc.testkit.PostgresCluster} or {@link
 * io.swiveljdbc.testkit.MysqlCluster}, or in JUnit with {@link io.swiveljdbc.testkit.WithPostgres}
 * or {@link io.swiveljdbc.testkit.WithMysql}. A test that is to hold for every kind of cluster
 * takes a {@link io.swiveljdbc.testkit.LocalCluster}.
 */
@NullMarked
package io.swiveljdbc.testkit;

import org.jspecify.annotations.NullMarked;
