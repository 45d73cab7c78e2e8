package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayInputStream;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A statement that left one connection and could not be made on another, for want of a parameter
 * that is read already: it is nowhere, and leaves nothing behind.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftStatementsTest {

  private final LogLevel quiet = new LogLevel(Condition.class, Level.INFO);
  private TwoServers two;
  private PooledLogin login;

  private void share(String share) throws SQLException {
    two = new TwoServers("pool", "true", "pool.maximumPoolSize", "1", "pool.share", share);
    login = two.pooled();
    login.open().close(); // the first of all has a connection of its own
  }

  @AfterEach
  void close() {
    login.close();
    two.close();
    quiet.close();
  }

  private RoutedConnection open() throws SQLException {
    return (RoutedConnection) login.open();
  }

  private static PreparedStatement executedOnce(RoutedConnection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement("SELECT ?");
    statement.setBinaryStream(1, new ByteArrayInputStream(new byte[1]));
    ResultSet unused = statement.executeQuery();
    return statement;
  }

  /** It left the reader, and nothing was made on the writer. */
  private static PreparedStatement nowhere(
      RoutedConnection connection, List<PhysicalConnection> left) throws SQLException {
    connection.setReadOnly(true);
    PreparedStatement statement = executedOnce(connection);
    left.addAll(connection.session().allHeld());
    connection.setReadOnly(false);
    assertThatThrownBy(statement::executeQuery).hasMessageContaining("has been read already");
    return statement;
  }

  @Test
  void isNotOpenInTheSessionThatItWasToBeIn() throws SQLException {
    share("connection");
    try (RoutedConnection one = open();
        PreparedStatement statement = nowhere(one, new ArrayList<>())) {
      assertThat(statement.isClosed()).isFalse();
      assertThat(one.session().allHeld())
          .hasSize(2)
          .allMatch(held -> held.session().openStatements().areNone());
    }
  }

  @Test
  void doesNothingToWhereItWasOnceThatIsAnothers() throws SQLException {
    share("transaction");
    try (RoutedConnection one = open();
        RoutedConnection other = open()) {
      List<PhysicalConnection> left = new ArrayList<>();
      PreparedStatement statement = nowhere(one, left);
      other.setReadOnly(true);
      PhysicalConnection taken = other.session().ready();
      assertThat(taken).isSameAs(left.get(0));

      statement.close();

      assertThat(taken.dead()).isFalse();
      assertThat(other.session().allHeld()).containsExactly(taken);
    }
  }
}
