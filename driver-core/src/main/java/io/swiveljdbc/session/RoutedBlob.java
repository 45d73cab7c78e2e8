package io.swiveljdbc.session;

import java.sql.Blob;
import java.sql.SQLException;

/** A large object, which is read from the server while its transaction lasts. */
final class RoutedBlob extends ForwardingBlob {

  private final Session session;
  private final PhysicalConnection home;
  private final Blob target;

  RoutedBlob(Session session, PhysicalConnection home, Blob target) {
    this.session = session;
    this.home = home;
    this.target = target;
  }

  @Override
  Blob delegate() {
    return target;
  }

  @Override
  SQLException translate(SQLException error) {
    return session.failover().failedWithin(home, error);
  }
}
