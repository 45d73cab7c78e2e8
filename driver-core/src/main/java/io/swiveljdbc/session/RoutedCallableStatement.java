package io.swiveljdbc.session;

import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A call, with what was set by name and which parameters come back. */
final class RoutedCallableStatement extends ForwardingCallableStatement {

  private final NamedCalls calls = new NamedCalls();
  private final List<NamedCalls> batch = new ArrayList<>(0);

  RoutedCallableStatement(RoutedOrigin<CallableStatement> origin) {
    super(origin);
  }

  @Override
  NamedCalls calls() throws SQLException {
    checkOpen();
    return calls;
  }

  @Override
  void equip(CallableStatement made) throws SQLException {
    calls.applyTo(made);
    super.equip(made);
  }

  @Override
  Blob wrap(Blob target) {
    return new RoutedBlob(connection(), executedAt(), target);
  }

  @Override
  Clob wrap(Clob target) {
    return new RoutedClob(connection(), executedAt(), target);
  }

  @Override
  public void addBatch() throws SQLException {
    super.addBatch();
    batch.add(calls.copy());
  }

  @Override
  void forgetBatch() {
    super.forgetBatch();
    batch.clear();
  }

  @Override
  void fillRow(CallableStatement made, int row) throws SQLException {
    batch.get(row).applyTo(made);
    super.fillRow(made, row);
  }
}
