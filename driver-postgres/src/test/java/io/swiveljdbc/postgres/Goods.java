package io.swiveljdbc.postgres;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.trial.Known;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The table that requests fill, on a cluster of which every server is known. */
record Goods(PostgresCluster cluster) {

  static final String ON_READER = "SELECT pg_is_in_recovery()";
  static final String INSERT = "INSERT INTO goods (id, name) VALUES (?, 'new')";

  /** Makes the table, with nothing in it. */
  static Goods none(PostgresCluster cluster) throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS goods");
    cluster.execute(cluster.writer(), "CREATE TABLE goods (id int PRIMARY KEY, name text)");
    Known.all(cluster);
    return new Goods(cluster);
  }

  /** The numbers of all goods that are committed. */
  @Nullable String stored() {
    return cluster.query(
        cluster.writer(), "SELECT coalesce(string_agg(id::text, ' ' ORDER BY id), '') FROM goods");
  }
}
