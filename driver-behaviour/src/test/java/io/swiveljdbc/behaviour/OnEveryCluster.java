package io.swiveljdbc.behaviour;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.swiveljdbc.testkit.LocalCluster;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that run on every kind of cluster: before each the cluster is whole, and has an empty table
 * {@code t (id int PRIMARY KEY)} on all servers.
 */
@ParameterizedClass(name = "{0}")
@EnumSource
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class OnEveryCluster {

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static final @Nullable String ONLY = System.getProperty("behaviour.kind");

  @Parameter ClusterKind kind;

  LocalCluster cluster;

  @RegisterExtension
  final BeforeEachCallback whole =
      context -> {
        assumeTrue(isAskedFor(), "only " + ONLY);
        assumeTrue(isRun(context.getRequiredTestMethod()), "only with -Dbehaviour.all=true");
        cluster = StartedClusters.get(context, kind);
        cluster.heal();
      };

  private boolean isAskedFor() {
    return ONLY == null || ONLY.equals(kind.name());
  }

  private boolean isRun(Method test) {
    boolean seldom = test.isAnnotationPresent(LosesServers.class) && kind.losesServersSeldom();
    return !seldom || Boolean.getBoolean("behaviour.all");
  }

  @BeforeEach
  void anEmptyTable() throws SQLException {
    cluster.execute(cluster.writer(), "DROP TABLE IF EXISTS t");
    cluster.execute(cluster.writer(), "CREATE TABLE t (id int PRIMARY KEY)");
    for (String further : kind.dialect().forOrdinaryUsers()) {
      cluster.execute(cluster.writer(), further);
    }
    cluster.awaitReplayed();
    Known.all(cluster);
  }

  final Connection connect(String... options) throws SQLException {
    return DriverManager.getConnection(url(options));
  }

  final String url(String... options) {
    StringBuilder url = new StringBuilder(cluster.url());
    for (String option : options) {
      url.append(url.indexOf("?") < 0 ? '?' : '&').append(option);
    }
    return url.toString();
  }

  /** The server on which the next statement runs. */
  final LocalServer server(Connection connection) throws SQLException {
    int port = Sql.number(connection, kind.dialect().port());
    return cluster.servers().stream()
        .filter(server -> server.directPort() == port)
        .findFirst()
        .orElseThrow();
  }

  final boolean onWriter(Connection connection) throws SQLException {
    return server(connection).equals(cluster.writer());
  }

  final void lose(LocalServer server) {
    kind.lose(cluster, server);
  }

  /** Loses a server once it executes this text. */
  final CompletableFuture<Void> loseOnce(LocalServer server, String text) {
    return CompletableFuture.runAsync(
        () -> {
          awaitRunning(server, text);
          cluster.kill(server);
        });
  }

  /** Waits until a server executes this text. */
  final void awaitRunning(LocalServer server, String text) {
    String query = kind.dialect().running().formatted(text.replace("'", "''"));
    long end = System.nanoTime() + PATIENCE.toNanos();
    while ("0".equals(cluster.query(server, query))) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not running within " + PATIENCE + ": " + text);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  final int rows() throws SQLException {
    try (Connection fresh = connect()) {
      return Sql.number(fresh, "SELECT count(*) FROM t");
    }
  }
}
