package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import com.mysql.cj.jdbc.JdbcConnection;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Connector/J waits for ever by default, for a connection and for an answer. Swivel does not, with
 * its own sockets and with the application's, and what the application has set stays as it is.
 */
@WithMysql(readers = 1, synchronous = false, user = Trial.USER, password = "secret")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlinesTest {

  private static final String SOCKETS_OF_SWIVEL = "&swivel.probeInterval=320ms";

  /** Another interval makes this another cluster to the driver, whose monitors begin anew. */
  private static final String SOCKETS_OF_THE_APPLICATION =
      "&swivel.probeInterval=330ms&socketFactory=io.swiveljdbc.mysql.OwnSockets";

  private final MysqlCluster cluster;

  DeadlinesTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void everyServerIsKnown() throws SQLException {
    Known.all(cluster);
  }

  private Connection open(String sockets, String more) throws SQLException {
    Connection connection = DriverManager.getConnection(cluster.url() + sockets + more);
    if (sockets.contains("OwnSockets")) {
      assertThat(OwnSockets.opened()).isPositive();
    }
    return connection;
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** One that accepts, by its kernel, and says nothing, as a host that hangs. */
  private static ServerSocket silent() throws Exception {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @ParameterizedTest
  @ValueSource(strings = {SOCKETS_OF_SWIVEL, SOCKETS_OF_THE_APPLICATION})
  void aLoginThatIsNeverAnsweredEndsInTime(String sockets) throws Exception {
    try (ServerSocket silent = silent()) {
      String url = cluster.url().replace(cluster.hosts(), "127.0.0.1:" + silent.getLocalPort());
      long start = System.nanoTime();
      Thrown.noServer(
              () ->
                  DriverManager.getConnection(
                      url + sockets + "&swivel.connectTimeout=300ms&swivel.failoverTimeout=500ms"))
          .saying("127.0.0.1:" + silent.getLocalPort());
      assertThat(since(start)).isLessThan(Duration.ofSeconds(8));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SOCKETS_OF_SWIVEL, SOCKETS_OF_THE_APPLICATION})
  void aSeedThatNeverAnswersDoesNotDelayTheFirstConnection(String sockets) throws Exception {
    try (ServerSocket silent = silent()) {
      String seeds = "127.0.0.1:%d,%s".formatted(silent.getLocalPort(), cluster.hosts());
      String url = cluster.url().replace(cluster.hosts(), seeds) + sockets;
      long start = System.nanoTime();
      try (Connection connection =
          DriverManager.getConnection(url + "&swivel.connectTimeout=60s&swivel.detection=60s")) {
        assertThat(Sql.number(connection, "SELECT @@port"))
            .isEqualTo(cluster.writer().directPort());
        assertThat(since(start)).isLessThan(Duration.ofSeconds(8));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SOCKETS_OF_SWIVEL, SOCKETS_OF_THE_APPLICATION})
  void theTimeAllowedForALoginBoundsNoQuery(String sockets) throws SQLException {
    try (Connection connection = open(sockets, "&swivel.connectTimeout=600ms")) {
      assertThat(connection.getNetworkTimeout()).isZero();
      int session = Sql.number(connection, "SELECT connection_id()");
      assertThat(Sql.number(connection, "SELECT SLEEP(0.9)")).isZero();
      assertThat(Sql.number(connection, "SELECT connection_id()")).isEqualTo(session);
      assertThat(connection.unwrap(JdbcConnection.class).getNetworkTimeout()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SOCKETS_OF_SWIVEL, SOCKETS_OF_THE_APPLICATION})
  void theApplicationsSocketTimeoutIsKeptAndEndsALongQuery(String sockets) throws SQLException {
    String timeouts = "&socketTimeout=700&connectTimeout=7000&swivel.connectTimeout=20s";
    try (Connection connection = open(sockets, timeouts)) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(700);
      assertThat(connection.unwrap(JdbcConnection.class).getNetworkTimeout()).isEqualTo(700);
      connection.setAutoCommit(false);
      long start = System.nanoTime();
      Thrown told = Thrown.by(() -> Sql.text(connection, "SELECT SLEEP(30)")).withState("40001");
      assertThat(since(start)).isBetween(Duration.ofMillis(650), Duration.ofSeconds(8));
      assertThat((Throwable) told.exception()).hasRootCauseInstanceOf(SocketTimeoutException.class);
      connection.rollback();
      assertThat(Sql.number(connection, "SELECT @@port")).isEqualTo(cluster.writer().directPort());
      assertThat(connection.unwrap(JdbcConnection.class).getNetworkTimeout()).isEqualTo(700);
    }
  }

  /** With sockets of which Swivel sees nothing. */
  @Test
  void aFrozenServerIsKnownToBeDown() throws SQLException {
    try (Connection connection = open(SOCKETS_OF_THE_APPLICATION, "")) {
      Known.await(connection, topology -> topology.servers().stream().allMatch(s -> s.fit()));
      MysqlServer reader = cluster.readers().get(0);
      cluster.freeze(reader);
      Known.await(
          connection,
          topology -> topology.servers().stream().anyMatch(s -> s.health() == Health.DOWN));
    }
  }
}
