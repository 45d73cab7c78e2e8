package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Work;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The two connections of a pool. Whoever borrows them after a request is to find what the first
 * borrowers found.
 */
final class Lent implements AutoCloseable {

  private final PostgresCluster cluster;
  private final Pool.Opened pool;
  private final Set<SwivelConnection> connections;

  private Lent(PostgresCluster cluster, Pool.Opened pool) throws SQLException {
    this.cluster = cluster;
    this.pool = pool;
    this.connections = borrowBoth(connection -> {});
  }

  static Lent by(Pool kind, PostgresCluster cluster) throws Exception {
    return new Lent(cluster, kind.open(cluster.url(), 2));
  }

  DataSource source() {
    return pool.source();
  }

  private Set<SwivelConnection> borrowBoth(Work work) throws SQLException {
    try (Connection one = source().getConnection();
        Connection other = source().getConnection()) {
      work.on(one);
      work.on(other);
      return Set.of(one.unwrap(SwivelConnection.class), other.unwrap(SwivelConnection.class));
    }
  }

  /** The pool has dropped none, no flag is left behind, and no transaction is open. */
  void areClean() throws SQLException {
    assertThat(borrowBoth(Lent::isClean)).as("those that are kept").isEqualTo(connections);
    for (PostgresServer server : cluster.servers()) {
      String open = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'";
      assertThat(cluster.query(server, open)).as("open transactions").isEqualTo("0");
    }
  }

  private static void isClean(Connection connection) throws SQLException {
    assertThat(connection.isReadOnly()).as("read-only").isFalse();
    assertThat(connection.getAutoCommit()).as("auto-commit").isTrue();
    assertThat(connection.getTransactionIsolation())
        .isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
    assertThat((Throwable) connection.getWarnings()).isNull();
    assertThat(Sql.bool(connection, Goods.ON_READER)).as("on a reader").isFalse();
  }

  @Override
  public void close() throws SQLException {
    pool.close();
  }
}
