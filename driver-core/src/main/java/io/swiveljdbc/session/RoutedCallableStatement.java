package io.swiveljdbc.session;

import java.sql.CallableStatement;
import java.sql.SQLException;

/** A call, with what was set by name and which parameters come back. */
final class RoutedCallableStatement extends ForwardingCallableStatement {

  private final NamedCalls calls = new NamedCalls();

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
}
