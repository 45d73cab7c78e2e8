package io.swiveljdbc.session;

import java.sql.Array;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with its text and the parameters that were set, to be set again after a move. */
class RoutedPreparedStatement<S extends PreparedStatement> extends ForwardingPreparedStatement<S> {

  private static final Execution<ResultSet> QUERY =
      new Execution<>((s, sql) -> ((PreparedStatement) s).executeQuery(), null);
  private static final Execution<Integer> UPDATE =
      new Execution<>((s, sql) -> ((PreparedStatement) s).executeUpdate(), 0);
  private static final Execution<Long> LARGE_UPDATE =
      new Execution<>((s, sql) -> ((PreparedStatement) s).executeLargeUpdate(), 0L);
  private static final Execution<Boolean> EXECUTE =
      new Execution<>((s, sql) -> ((PreparedStatement) s).execute(), false);

  private final Parameters parameters;
  private List<Parameters> batch = List.of();

  RoutedPreparedStatement(RoutedOrigin<S> origin) {
    super(origin);
    this.parameters =
        connection().isOpener() ? session().spares().takeParameters() : new Parameters();
  }

  /** What no other thread can be using goes to the next statement. */
  @Override
  public void close() throws SQLException {
    boolean last = !closed();
    super.close();
    if (last && connection().isOpener() && !session().closing().use().isOver()) {
      session().spares().leave(parameters);
    }
  }

  @Override
  final Parameters parameters() throws SQLException {
    checkOpen();
    return parameters;
  }

  @Override
  void equip(S made) throws SQLException {
    super.equip(made);
    parameters.applyTo(made);
  }

  @Override
  boolean repeatable() {
    return !parameters.haveStreams() && batch.stream().noneMatch(Parameters::haveStreams);
  }

  @Override
  void executed(PhysicalConnection at, SqlReading reading, boolean asBatch) throws SQLException {
    for (Parameters row : asBatch ? batch : List.of(parameters)) {
      session().state().executed(at, reading, row);
    }
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    return wrap(run(QUERY, preparation().sql()));
  }

  @Override
  public int executeUpdate() throws SQLException {
    return run(UPDATE, preparation().sql());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    return run(LARGE_UPDATE, preparation().sql());
  }

  @Override
  public boolean execute() throws SQLException {
    return run(EXECUTE, preparation().sql());
  }

  @Override
  public void addBatch() throws SQLException {
    checkOpen();
    Parameters row = parameters.copy();
    row.ownStreams();
    if (batch.isEmpty()) {
      batch = new ArrayList<>();
    }
    batch.add(row);
  }

  /** JDBC allows no text here; a driver would say so too, but not before it is executed. */
  @Override
  public void addBatch(String text) throws SQLException {
    checkOpen();
    throw new SQLException("A prepared statement takes no text of its own", "42809");
  }

  @Override
  void forgetBatch() {
    super.forgetBatch();
    batch = List.of();
  }

  @Override
  boolean batchIsEmpty() {
    return batch.isEmpty();
  }

  @Override
  void fillBatch(S made) throws SQLException {
    made.clearBatch();
    @Nullable Parameters before = null;
    for (int row = 0; row < batch.size(); row++) {
      // What was not set in a row must not come from what the statement had before.
      if (before == null || !batch.get(row).cover(before)) {
        made.clearParameters();
      }
      before = batch.get(row);
      fillRow(made, row);
      made.addBatch();
    }
    // The next execution takes what is set now, not what the last row had.
    made.clearParameters();
    parameters.restoreTo(made);
  }

  void fillRow(S made, int row) throws SQLException {
    batch.get(row).applyTo(made);
  }

  @Override
  boolean poolableByDefault() {
    return true;
  }

  @Override
  ResultSetMetaData wrap(ResultSetMetaData target) {
    return new Handout(connection(), executedAt()).own(target);
  }

  @Override
  ParameterMetaData wrap(ParameterMetaData target) {
    return new Handout(connection(), executedAt()).own(target);
  }

  @Override
  public void setArray(int index, @Nullable Array array) throws SQLException {
    super.setArray(index, (Array) RoutedArray.ofDriver(array));
  }

  @Override
  public void setObject(int index, @Nullable Object value) throws SQLException {
    super.setObject(index, RoutedArray.ofDriver(value));
  }
}
