package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.SwivelDataSource;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.MysqlServer;
import io.swiveljdbc.testkit.Supervisor;
import io.swiveljdbc.topology.Health;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values that a text gives and does not tell are asked for when another server is to have them. */
class UntoldValuesTest {

  private MysqlCluster cluster;
  private Connection connection;
  private SwivelConnection swivel;

  @BeforeEach
  void open() throws SQLException {
    cluster = MysqlCluster.builder().readers(1).start();
    Known.all(cluster);
    connection = DriverManager.getConnection(cluster.url());
    swivel = connection.unwrap(SwivelConnection.class);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    cluster.close();
  }

  private int onReader(String question) throws SQLException {
    connection.setReadOnly(true);
    assertThat(Sql.number(connection, "SELECT @@port"))
        .isEqualTo(cluster.readers().get(0).directPort());
    int answer = Sql.number(connection, question);
    connection.setReadOnly(false);
    return answer;
  }

  @Test
  void theyPinUntilThen() throws SQLException {
    assertThat(Sql.number(connection, "SELECT @n := 5")).isEqualTo(5);
    assertThat(Sql.number(connection, "SELECT @n + 1")).isEqualTo(6);
    assertThat(swivel.pins()).containsExactly("value of @n");
    assertThat(onReader("SELECT @n")).isEqualTo(5);
    assertThat(swivel.pins()).isEmpty();

    connection.setReadOnly(true);
    assertThat(Sql.number(connection, "SELECT @n := 7")).isEqualTo(7);
    assertThat(swivel.pins()).containsExactly("value of @n");
    connection.setReadOnly(false);
    assertThat(Sql.number(connection, "SELECT @n")).isEqualTo(7);
    assertThat(swivel.pins()).isEmpty();
  }

  @Test
  void aTransactionThatIsEndedLeavesNone() throws SQLException {
    connection.setAutoCommit(false);
    Sql.update(connection, "START TRANSACTION");
    assertThat(Sql.number(connection, "SELECT @n := 5")).isEqualTo(5);
    assertThat(swivel.pins()).containsExactly("value of @n");
    connection.rollback();
    assertThat(swivel.pins()).isEmpty();
    assertThat(onReader("SELECT @n")).isEqualTo(5);
  }

  @Test
  void whatATextTellsNobodyAsksFor() throws SQLException {
    Sql.update(connection, "SET @n = 1 + 1");
    assertThat(swivel.pins()).containsExactly("value of @n");
    Sql.update(connection, "SET @n = 1");
    assertThat(swivel.pins()).isEmpty();
    try (PreparedStatement set = connection.prepareStatement("SET @n = ?")) {
      set.setInt(1, 9);
      set.execute();
    }
    assertThat(swivel.pins()).isEmpty();
    assertThat(onReader("SELECT @n")).isEqualTo(9);
  }

  @Test
  void whileRowsAreStillToComeTheServerCannotBeAsked() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(Integer.MIN_VALUE);
      ResultSet rows = statement.executeQuery("SELECT @n := 5");
      assertThat(swivel.pins()).containsExactly("value of @n");
      rows.close();
    }
    assertThat(onReader("SELECT @n")).isEqualTo(5);
  }

  @Test
  void aTransactionDoesNotRunElsewhereWithoutThem() throws SQLException {
    Sql.update(connection, "CREATE TABLE kept (n int)");
    Sql.update(connection, "INSERT INTO kept VALUES (5)");
    cluster.awaitReplayed();
    connection.setReadOnly(true);
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(Integer.MIN_VALUE);
      ResultSet rows = statement.executeQuery("SELECT @n := n FROM kept UNION SELECT 6");
      assertThat(rows.next()).isTrue();
      connection.setReadOnly(false);
      for (int i = 0; i < 2; i++) {
        Thrown.by(() -> Sql.update(connection, "INSERT INTO kept VALUES (@n)"))
            .saying("Streaming result set");
      }
      assertThat(swivel.pins()).containsExactly("value of @n");
      rows.close();
    }
    Sql.update(connection, "INSERT INTO kept VALUES (@n + 1)");
    assertThat(swivel.pins()).isEmpty();
    assertThat(Sql.text(connection, "SELECT group_concat(n) FROM kept")).isEqualTo("5,6");
  }

  @Test
  void theyAreLostWithTheirServerAndThatIsTold() throws SQLException {
    try (PreparedStatement set = connection.prepareStatement("SET @tenant = ?");
        Supervisor supervisor = cluster.supervise(Duration.ofMillis(200))) {
      set.setString(1, "seven");
      set.execute();
      try (Connection other = DriverManager.getConnection(cluster.url())) {
        assertThat(Sql.number(other, "SELECT @n := 5")).isEqualTo(5);
        MysqlServer old = cluster.writer();
        cluster.kill(old);
        Known.await(
            other,
            topology ->
                topology.servers().stream()
                    .anyMatch(s -> s.address().port() == old.port() && s.health() == Health.DOWN));
        Thrown.by(() -> Sql.number(other, "SELECT @n"))
            .withState("08006")
            .saying("value of @n", "nothing was sent");
      }
      assertThat(Sql.text(connection, "SELECT @tenant")).isEqualTo("seven");
      supervisor.awaitPromotion(Duration.ofSeconds(10));
    }
  }

  @Test
  void aSessionGoesToOthersWithoutThem() throws SQLException {
    try (SwivelDataSource pool =
        SwivelDataSource.builder()
            .url(cluster.url())
            .pooled()
            .option("swivel.pool.maximumPoolSize", "1")
            .build()) {
      String session;
      try (Connection one = pool.getConnection()) {
        session = Sql.text(one, "SELECT CONNECTION_ID()");
        assertThat(Sql.number(one, "SELECT @n := 5")).isEqualTo(5);
      }
      try (Connection next = pool.getConnection()) {
        assertThat(Sql.text(next, "SELECT CONNECTION_ID()")).isEqualTo(session);
        assertThat(Sql.text(next, "SELECT @n")).isNull();
        assertThat(next.unwrap(SwivelConnection.class).pins()).isEmpty();
      }
    }
  }
}
