package io.swiveljdbc.session;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * The half of a statement that has what its last execution left for the application: open result
 * sets, which keep their connection, and what may still be asked.
 */
abstract class AnsweringStatement<S extends Statement> extends ConfiguredStatement<S> {

  private final PreparingConnection connection;
  private final Preparation<S> preparation;
  private @Nullable RoutedResultSet lastResult;
  private boolean keeping;
  private @Nullable Leftover leftover;

  /** What can be asked of a physical statement that was closed for the sake of others. */
  private record Leftover(int updateCount, @Nullable SQLWarning warnings) {
    static @Nullable Leftover of(Statement executed) {
      try {
        return new Leftover(executed.getUpdateCount(), executed.getWarnings());
      } catch (SQLException e) {
        return null;
      }
    }
  }

  /** A statement that nothing was executed with. */
  AnsweringStatement(RoutedOrigin<S> origin) {
    this.connection = origin.connection();
    this.preparation = origin.preparation();
  }

  /** How its physical statements are made. */
  final Preparation<S> preparation() {
    return preparation;
  }

  /** The logical connection it belongs to. */
  final PreparingConnection connection() {
    return connection;
  }

  final Session session() {
    return connection.session();
  }

  /** Where the last execution was. */
  abstract PhysicalConnection executedAt();

  @Override
  final ResultSet wrap(ResultSet result) {
    for (RoutedResultSet known = lastResult; known != null; known = known.earlier()) {
      if (known.stands(result)) {
        return known;
      }
    }
    RoutedResultSet wrapped =
        new RoutedResultSet(connection, this, executedAt(), result, lastResult);
    lastResult = wrapped;
    return wrapped;
  }

  /** Those that the driver closed on the way to the next one hold their connection no longer. */
  final void releaseClosedResults() throws SQLException {
    for (RoutedResultSet known = lastResult; known != null; known = known.earlier()) {
      if (known.delegate().isClosed()) {
        known.release();
      }
    }
  }

  /** Something was executed; where connections are shared, its own may go, or has to stay. */
  final void executed(
      Execution<?> execution, SqlReading reading, @Nullable Object result, Statement made) {
    if (result instanceof ResultSet rows) {
      ResultSet unused = wrap(rows);
    } else if (session().sharing().byTransaction()) {
      if (leavesMore(execution, reading, result)) {
        keeping = true;
        executedAt().resultOpened();
      } else {
        leftover = Leftover.of(made);
        session().sharing().settle(executedAt());
      }
    }
  }

  private boolean leavesMore(Execution<?> execution, SqlReading reading, @Nullable Object result) {
    return Boolean.TRUE.equals(result)
        || execution.keys()
        || preparation.keys()
        || reading.isOfSeveral()
        || this instanceof CallableStatement;
  }

  /** What is left is closed by the driver, and no longer holds its connection. */
  final void forgetResults() {
    for (RoutedResultSet gone = lastResult; gone != null; gone = gone.earlier()) {
      gone.release();
    }
    lastResult = null;
    leftover = null;
    if (keeping) {
      keeping = false;
      executedAt().resultClosed();
    }
  }

  /** The update count of the last execution, where its physical statement is closed. */
  final int leftUpdateCount() {
    return leftover == null ? -1 : leftover.updateCount;
  }

  /** There is no result after the one that was left. */
  final void leaveUpdateCount() {
    leftover = null;
  }

  /** The application wants no more of those that were left. */
  final void leaveWarnings() {
    if (leftover != null) {
      leftover = new Leftover(leftover.updateCount, null);
    }
  }

  /** The warnings of the last execution, where its physical statement is closed. */
  final @Nullable SQLWarning leftWarnings() {
    return leftover == null ? null : leftover.warnings;
  }

  @Override
  Connection wrap(Connection target) {
    return connection();
  }

  @Override
  public void cancel() throws SQLException {
    Session mine = session();
    S executing = current();
    if (executing != null) {
      executing.cancel();
    }
    mine.cancelWait(this);
  }

  static void closeQuietly(@Nullable Statement left) {
    if (left != null) {
      try {
        left.close();
      } catch (SQLException e) {
        // Its connection goes its own way; this statement has left it.
      }
    }
  }

  /** As the driver shows it, else its text: frameworks log it. */
  @Override
  public String toString() {
    S made = current();
    return String.valueOf(made != null ? made : preparation().sql());
  }
}
