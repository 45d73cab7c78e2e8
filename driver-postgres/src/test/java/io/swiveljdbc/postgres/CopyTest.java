package io.swiveljdbc.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.testkit.PostgresCluster;
import io.swiveljdbc.testkit.WithPostgres;
import io.swiveljdbc.trial.Sql;
import io.swiveljdbc.trial.Thrown;
import io.swiveljdbc.trial.WayOut;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * COPY belongs to the target driver's own connection, and so does its error. That the transaction
 * is lost with it is told by the connection.
 */
@WithPostgres(readers = 0)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CopyTest {

  private final PostgresCluster cluster;
  private Gate gate;
  private Connection connection;

  CopyTest(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  @BeforeEach
  void open() throws SQLException {
    gate = Gate.shut(cluster);
    connection = DriverManager.getConnection(cluster.url());
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    gate.close();
  }

  interface Copy {
    void by(CopyManager manager) throws SQLException, IOException;
  }

  @SuppressWarnings("ImmutableEnumChecker") // a function without state
  enum Direction {
    IN(manager -> manager.copyIn("COPY waiting FROM STDIN", new StringReader("2\tnew\n"))),
    OUT(manager -> manager.copyOut("COPY (SELECT pass()) TO STDOUT", new StringWriter()));

    private final Copy copy;

    Direction(Copy copy) {
      this.copy = copy;
    }
  }

  private void waitingTable() throws SQLException {
    Sql.update(connection, "DROP TABLE IF EXISTS waiting");
    Sql.update(connection, "CREATE TABLE waiting (LIKE told)");
    Sql.update(
        connection,
        "CREATE TRIGGER copied BEFORE INSERT ON waiting FOR EACH ROW EXECUTE FUNCTION wait()");
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionThatIsLostInACopyIsNotPassedOver(Direction direction) throws Exception {
    waitingTable();
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO told VALUES (1, 'new')");
    CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    Thrown.by(() -> direction.copy.by(manager)).withState("08006");
    int session = Gate.await(lost);
    Thrown.rolledBack(() -> Sql.text(connection, "SELECT 1"));
    new WayOut(connection).failed();
    connection.rollback();
    gate.open();
    gate.awaitEnd(session);
    assertThat(gate.stored()).isZero();
    Sql.update(connection, "INSERT INTO told VALUES (3, 'new')");
    connection.commit();
    assertThat(gate.stored()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void theCommitBehindALostCopyIsToldToBeRolledBack(Direction direction) throws Exception {
    waitingTable();
    connection.setAutoCommit(false);
    Sql.update(connection, "INSERT INTO told VALUES (1, 'new')");
    CopyManager manager = connection.unwrap(PGConnection.class).getCopyAPI();
    CompletableFuture<Integer> lost = gate.lose(Loss.CUT);
    Thrown.by(() -> direction.copy.by(manager)).withState("08006");
    int session = Gate.await(lost);
    gate.open();
    Thrown.rolledBack(connection::commit);
    gate.awaitEnd(session);
    assertThat(gate.stored()).isZero();
  }
}
