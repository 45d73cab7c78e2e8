package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of two readers a connection gets. */
@WithPostgres(readers = 2)
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReaderChoiceTest {

  private static final Duration FAR = Duration.ofMillis(60);

  private final PostgresCluster cluster;
  private final List<Connection> open = new ArrayList<>();

  ReaderChoiceTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @AfterEach
  void close() throws SQLException {
    for (Connection connection : open) {
      connection.close();
    }
  }

  private Connection open(String url) throws SQLException {
    Connection connection = DriverManager.getConnection(url);
    open.add(connection);
    return connection;
  }

  /** Where a new connection reads. */
  private int reads(String url) throws SQLException {
    Connection connection = open(url);
    connection.setReadOnly(true);
    assertThat(Sql.bool(connection, "SELECT pg_is_in_recovery()")).isTrue();
    return connection.unwrap(SwivelConnection.class).currentServer().orElseThrow().address().port();
  }

  private void awaitReaders(String url, int fit) throws SQLException {
    Known.await(open(url), topology -> Known.fit(topology, Role.READER) == fit);
  }

  @Test
  void theNearerOneByItsName() throws SQLException {
    PostgresServer first = cluster.readers().get(0);
    PostgresServer second = cluster.readers().get(1);
    String url = cluster.url() + "&swivel.readerPolicy=nearest&swivel.probeInterval=100ms";
    cluster.delay(first, FAR);
    awaitReaders(url, 2);
    for (int i = 0; i < 10; i++) {
      assertThat(reads(url)).isEqualTo(second.port());
    }

    cluster.delay(first, Duration.ZERO);
    cluster.delay(second, FAR);
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    for (int inARow = 0; inARow < 10; ) { // while the two are nearly equal they share
      assertThat(System.nanoTime()).isLessThan(end);
      inARow = reads(url) == first.port() ? inARow + 1 : 0;
      open.remove(open.size() - 1).close();
    }
  }

  @Test
  void theFirstInTheOrderOfAPolicyOfTheApplications() throws SQLException {
    PostgresServer highest =
        cluster.readers().stream().max(Comparator.comparing(PostgresServer::port)).orElseThrow();
    PostgresServer other =
        cluster.readers().stream().filter(reader -> reader != highest).findFirst().orElseThrow();
    String url = cluster.url() + "&swivel.readerPolicy=highest-port";
    awaitReaders(url, 2);
    for (int i = 0; i < 5; i++) {
      assertThat(reads(url)).isEqualTo(highest.port());
    }
    cluster.kill(highest);
    awaitReaders(url, 1);
    assertThat(reads(url)).isEqualTo(other.port());
    cluster.start(highest);
    awaitReaders(url, 2);
    assertThat(reads(url)).isEqualTo(highest.port());
  }

  @Test
  void theOneWithFewerConnectionsOfAllUsersAndDatabases() throws SQLException {
    cluster.execute(cluster.writer(), "CREATE ROLE reporter LOGIN PASSWORD 'r'");
    cluster.execute(cluster.writer(), "CREATE DATABASE reports");
    cluster.awaitReplayed();
    String one = cluster.url();
    String other =
        "jdbc:swivel:postgresql://" + cluster.hosts() + "/reports?user=reporter&password=r";
    awaitReaders(one, 2);
    for (int i = 0; i < 6; i++) { // by chance once in 64 times
      assertThat(reads(other)).isNotEqualTo(reads(one));
    }
  }
}
