package io.swiveljdbc.session;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A way to execute a physical statement, and what to return instead when there is nothing to
 * execute: a ROLLBACK of a transaction that is lost already.
 *
 * @param call the driver's method; gets the text, or null where the statement has its own
 * @param absence the result of a statement that does nothing; null where there must be rows
 * @param batch whether it executes what was added as a batch
 * @param keys whether it may leave generated keys to be fetched
 */
record Execution<T>(Call<T> call, @Nullable T absence, boolean batch, boolean keys) {

  Execution(Call<T> call, @Nullable T absence) {
    this(call, absence, false, false);
  }

  /** The driver's method. */
  interface Call<T> {
    T on(Statement statement, @Nullable String sql) throws SQLException;
  }

  /** Hands a batch to a physical statement. */
  interface Filling<S extends Statement> {
    void into(S statement) throws SQLException;
  }

  /** Executes a batch that was handed over. */
  interface BatchCall<T> {
    T on(Statement statement) throws SQLException;
  }

  static final Execution<ResultSet> QUERY = new Execution<>(Statement::executeQuery, null);
  static final Execution<Integer> UPDATE = new Execution<>(Statement::executeUpdate, 0);
  static final Execution<Boolean> EXECUTE = new Execution<>(Statement::execute, false);

  static Execution<Integer> update(Call<Integer> call) {
    return new Execution<>(call, 0, false, true);
  }

  static Execution<Long> largeUpdate(Call<Long> call) {
    return new Execution<>(call, 0L, false, true);
  }

  static Execution<Boolean> execute(Call<Boolean> call) {
    return new Execution<>(call, false, false, true);
  }

  /** Fills a batch and executes it, in one step that can be repeated elsewhere. */
  @SuppressWarnings("unchecked") // a statement's batch is filled into a statement of its own kind
  static <S extends Statement, T> Execution<T> batch(Filling<S> filling, BatchCall<T> call) {
    return new Execution<>(
        (statement, sql) -> {
          filling.into((S) statement);
          return call.on(statement);
        },
        null,
        true,
        false);
  }

  /** What is returned where nothing was executed. */
  T instead() throws SQLException {
    if (absence == null) {
      throw new SQLException("No results were returned by the query.", "02000");
    }
    return absence;
  }
}
