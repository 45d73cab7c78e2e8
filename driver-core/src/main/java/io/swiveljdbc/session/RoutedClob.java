package io.swiveljdbc.session;

import java.sql.Clob;
import java.sql.SQLException;

/** A large object, which is read from the server while its transaction lasts. */
final class RoutedClob extends ForwardingClob {

  private final Session session;
  private final PhysicalConnection home;
  private final Clob target;

  RoutedClob(Session session, PhysicalConnection home, Clob target) {
    this.session = session;
    this.home = home;
    this.target = target;
  }

  @Override
  Clob delegate() {
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return session.failover().failedWithin(home, error);
  }
}
