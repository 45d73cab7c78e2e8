package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Target;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection is asked by one thread while another waits in its socket, with TLS and without. */
@WithMysql(user = "shop", password = "shop", database = "shop")
@Timeout(60)
class AskedWhileWatchedTest {

  /** Longer than the test lasts. */
  private static final Duration LONG = Duration.ofMinutes(2);

  private static final int LENGTH = 100_000;

  private final MysqlEngine engine = new MysqlEngine();
  private final ExecutorService watcher = Executors.newSingleThreadExecutor();
  private final MysqlCluster cluster;

  AskedWhileWatchedTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void end() {
    watcher.shutdownNow();
  }

  private Connection connect(String ssl, Wire wire) throws SQLException {
    String url = cluster.jdbcUrl().replaceAll("[?&]sslMode=[A-Z_]+", "");
    Target target = engine.parse(url + (url.indexOf('?') < 0 ? "?" : "&") + ssl, new Properties());
    HostAddress address = new HostAddress(cluster.writer().host(), cluster.writer().port());
    wire.readInTurns();
    Connection connection = engine.connect(target, address, Engine.Purpose.PROBE, wire);
    wire.markEstablished();
    return connection;
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=DISABLED", "sslMode=REQUIRED"})
  void theAnswerIsWholeAndEndsTheWait(String ssl) throws Exception {
    Wire wire = new Wire(Duration.ofSeconds(20));
    try (Connection connection = connect(ssl, wire)) {
      for (int i = 0; i < 200; i++) {
        wire.markHeard();
        Future<Boolean> wait = watcher.submit(() -> engine.watch(connection, wire, LONG));
        String digit = Integer.toString(i % 10);
        assertThat(Sql.text(connection, "SELECT repeat('" + digit + "', " + LENGTH + ")"))
            .isEqualTo(digit.repeat(LENGTH));
        // It may begin only after the answer was read.
        assertThat(wait.get(30, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=DISABLED", "sslMode=REQUIRED"})
  void whoeverWaitsAndWhoeverAsksLearnsOfItsEnd(String ssl) throws Exception {
    Wire wire = new Wire(Duration.ofSeconds(20));
    Connection connection = connect(ssl, wire);
    Future<Boolean> wait = watcher.submit(() -> engine.watch(connection, wire, LONG));
    assertThatThrownBy(() -> Sql.update(connection, "KILL CONNECTION_ID()"))
        .isInstanceOf(SQLException.class);
    Future<Boolean> next = watcher.submit(() -> engine.watch(connection, wire, LONG));
    assertThatThrownBy(() -> next.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(SQLException.class);
    assertThat(wait).isDone();
  }
}
