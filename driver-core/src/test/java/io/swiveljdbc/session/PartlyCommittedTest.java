package io.swiveljdbc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import io.swiveljdbc.OutcomeUnknownException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A transaction of which a statement has committed a part, beside what it was there for. */
class PartlyCommittedTest {

  private static final String COMMITS_BESIDE = "RELOCATE 1";

  private final TwoServers two = new TwoServers();
  private Connection connection;
  private Statement statement;

  @BeforeEach
  void open() throws SQLException {
    connection = two.open();
    statement = connection.createStatement();
    connection.setAutoCommit(false);
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
    two.close();
  }

  private SQLException lose() {
    two.dieOn("INSERT 9");
    return catchThrowableOfType(SQLException.class, () -> statement.execute("INSERT 9"));
  }

  @Test
  void isNotToldAsRolledBack() throws SQLException {
    statement.execute("INSERT 1");
    statement.execute(COMMITS_BESIDE);

    SQLException told = lose();

    assertThat((Throwable) told)
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("may have committed a part of the work");
    assertThat(connection.isClosed()).isTrue();
  }

  @Test
  void norIsItWhenTheStatementFailed() throws SQLException {
    statement.execute("INSERT 1");
    two.a.when(
        COMMITS_BESIDE,
        session -> {
          throw new SQLException("there is no room", "53100");
        });
    SQLException failed =
        catchThrowableOfType(SQLException.class, () -> statement.execute(COMMITS_BESIDE));
    assertThat(failed.getSQLState()).isEqualTo("53100");

    assertThat(lose().getSQLState()).isEqualTo("08007");
  }

  @Test
  void endsWithTheApplicationsOwnCommitOrRollback() throws SQLException {
    statement.execute("INSERT 1");
    statement.execute(COMMITS_BESIDE);
    connection.commit();
    statement.execute("INSERT 2");
    statement.execute(COMMITS_BESIDE);
    connection.rollback();
    statement.execute("INSERT 3");
    statement.execute(COMMITS_BESIDE);
    statement.execute("COMMIT");
    statement.execute("INSERT 4");

    assertThat(lose().getSQLState()).isEqualTo("40001");
  }

  @Test
  void isNoneWhereNothingWasOpen() throws SQLException {
    statement.execute(COMMITS_BESIDE);
    statement.execute("INSERT 1");

    assertThat(lose().getSQLState()).isEqualTo("40001");
  }

  @Test
  void mayComeFromATextThatIsNotUnderstoodAndLeavesAnotherTransaction() throws SQLException {
    statement.execute("INSERT 1");
    statement.execute("INSERT 'a\\'; COMMIT; BEGIN; INSERT \\''");

    assertThat(lose().getSQLState()).isEqualTo("08007");
  }

  @Test
  void isNoneWhereNoWordOfSuchATextCommits() throws SQLException {
    statement.execute("INSERT 1");
    statement.execute("INSERT 'a\\'; INSERT \\''");

    assertThat(lose().getSQLState()).isEqualTo("40001");
  }

  @Test
  void mayComeFromTheFirstTextOfATransaction() throws SQLException {
    statement.execute("INSERT 1; " + COMMITS_BESIDE + "; INSERT 2");

    assertThat(lose().getSQLState()).isEqualTo("08007");
  }

  /** The server is a writer no more: what follows a COMMIT in a procedure is refused. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "CALL p()                  | 25006",
        "INSERT 1; INSERT 2        | 25006",
        "INSERT 'a\\'; INSERT \\'' | 25006",
        "INSERT 1                  | 40001"
      })
  void inAutoCommitIsWhatCommitsMidwayAndIsRefused(String text, String told) throws SQLException {
    connection.setAutoCommit(true);
    statement.execute("INSERT 0");
    SQLException refused = new SQLException("cannot execute INSERT", "25006");
    two.a.when(
        text,
        session -> {
          two.a.becomeReader();
          two.b.becomeWriter(2);
          throw refused;
        });

    assertThatThrownBy(() -> statement.execute(text)).hasFieldOrPropertyWithValue("SQLState", told);

    statement.execute("INSERT 3");
    assertThat(two.b.executed()).contains("INSERT 3");
  }

  @Test
  void isNoneOfTheNextBorrowers() throws SQLException {
    try (LogLevel quiet = new LogLevel(Condition.class, Level.INFO);
        TwoServers inner = new TwoServers("pool", "true", "pool.maximumPoolSize", "1");
        PooledLogin login = inner.pooled()) {
      assertThat(quiet).isNotNull();
      login.open().close(); // the first of all has a connection of its own
      Session left = borrowed(login);
      try (RoutedConnection other = (RoutedConnection) login.open();
          Statement next = other.createStatement()) {
        assertThat(other.session()).isSameAs(left);
        other.setAutoCommit(false);
        next.execute("INSERT 2");
        inner.dieOn("INSERT 9");

        assertThatThrownBy(() -> next.execute("INSERT 9"))
            .hasFieldOrPropertyWithValue("SQLState", "40001");
      }
    }
  }

  /** Leaves a session whose last transaction was partly committed, and is not open any more. */
  private static Session borrowed(PooledLogin login) throws SQLException {
    try (RoutedConnection one = (RoutedConnection) login.open();
        Statement statement = one.createStatement()) {
      one.setAutoCommit(false);
      statement.execute("INSERT 1");
      statement.execute(COMMITS_BESIDE);
      return one.session();
    }
  }
}
