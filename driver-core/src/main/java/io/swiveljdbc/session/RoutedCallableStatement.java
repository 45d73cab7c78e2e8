package io.swiveljdbc.session;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
  Array wrap(Array target) {
    return new Handout(connection(), executedAt()).own(target);
  }

  @Override
  public @Nullable Object getObject(int index) throws SQLException {
    return own(super.getObject(index));
  }

  @Override
  public @Nullable Object getObject(int index, Map<String, Class<?>> map) throws SQLException {
    return own(super.getObject(index, map));
  }

  @Override
  public <T> @Nullable T getObject(int index, Class<T> type) throws SQLException {
    T value = super.getObject(index, type);
    return Handout.own(connection(), executedAt(), value, type);
  }

  @Override
  public @Nullable Object getObject(String name) throws SQLException {
    return own(super.getObject(name));
  }

  @Override
  public @Nullable Object getObject(String name, Map<String, Class<?>> map) throws SQLException {
    return own(super.getObject(name, map));
  }

  @Override
  public <T> @Nullable T getObject(String name, Class<T> type) throws SQLException {
    T value = super.getObject(name, type);
    return Handout.own(connection(), executedAt(), value, type);
  }

  private @Nullable Object own(@Nullable Object value) {
    return Handout.own(connection(), executedAt(), value);
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
