package io.swiveljdbc.session;

/** A session that ends with its logical connection, if not before. */
final class OwnConnection extends PhysicalConnection {

  OwnConnection(DriverSession session) {
    super(session);
  }

  @Override
  void abort() {
    session().abort(); // also a close() that hangs
  }

  @Override
  void drop() {
    session().abort();
    session().end();
  }

  @Override
  void close() {
    session().end();
  }
}
