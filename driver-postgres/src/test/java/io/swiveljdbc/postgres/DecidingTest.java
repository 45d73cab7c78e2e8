package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.PostgresServer;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of two servers that claim to be the writer is believed. */
class DecidingTest {

  private PostgresCluster cluster;
  private Connection connection;

  @BeforeEach
  void start() throws SQLException {
    cluster = PostgresCluster.builder().readers(2).synchronous(false).start();
    cluster.execute(cluster.writer(), "CREATE TABLE decided (id int)");
    cluster.awaitReplayed();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url() + "&swivel.failoverTimeout=2s");
  }

  @AfterEach
  void stop() throws SQLException {
    connection.close();
    cluster.close();
  }

  private int portOfTheWriter(Connection of) throws SQLException {
    Sql.update(of, "INSERT INTO decided VALUES (1)");
    return Sql.number(of, "SHOW port");
  }

  /** Another seed makes it a cluster that this process has not seen yet. */
  private Connection asAFreshProcess() throws SQLException {
    String url = cluster.url().replace("//", "//127.0.0.1:1,");
    return DriverManager.getConnection(url + "&swivel.failoverTimeout=1s");
  }

  @Test
  void ofTwoReadersPromotedByMistakeTheFirstStaysAndTheConflictIsShown() throws Exception {
    List<PostgresServer> readers = cluster.readers();
    cluster.kill(cluster.writer());
    cluster.kill(readers.get(1));
    cluster.promote(readers.get(0));
    assertThat(portOfTheWriter(connection)).isEqualTo(readers.get(0).directPort());

    cluster.start(readers.get(1));
    cluster.promote(readers.get(1));
    Known.await(connection, topology -> topology.conflict().size() == 2);
    assertThat(portOfTheWriter(connection)).isEqualTo(readers.get(0).directPort());

    try (Connection fresh = asAFreshProcess()) {
      Thrown.noServer(() -> Sql.update(fresh, "INSERT INTO decided VALUES (2)"))
          .saying(
              "claim to be the writer of term 2 with equal right",
              ":" + readers.get(0).port(),
              ":" + readers.get(1).port());
    } catch (SQLException atConnect) {
      assertThat(atConnect.getSQLState()).isEqualTo("08001");
    }
  }

  @Test
  void aLowerTermIsRefusedUntilSomebodyHasTheHigherOneForgotten() throws Exception {
    PostgresServer old = cluster.writer();
    cluster.kill(old);
    cluster.failOver();
    PostgresServer successor = cluster.writer();
    assertThat(portOfTheWriter(connection)).isEqualTo(successor.directPort());

    cluster.servers().stream().filter(PostgresServer::isRunning).forEach(cluster::kill);
    cluster.start(old);
    Thrown.noServer(() -> Sql.update(connection, "INSERT INTO decided VALUES (2)"))
        .saying("writer of term 1", ":" + old.port(), ":" + successor.port(), "with term 2 at 20");

    SwivelDataSource operator = new SwivelDataSource();
    operator.setUrl(cluster.url());
    operator.forgetTopology();
    assertThat(portOfTheWriter(connection)).isEqualTo(old.directPort());
    assertThat(connection.unwrap(SwivelConnection.class).topology().term().toString())
        .isEqualTo("1");
  }
}
