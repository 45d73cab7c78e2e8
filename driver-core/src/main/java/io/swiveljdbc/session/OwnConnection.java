package io.swiveljdbc.session;

import java.sql.Statement;

/** A session that ends with its logical connection, if not before. */
final class OwnConnection extends PhysicalConnection {

  /** Counted by its user, and looked at while it has none. */
  private int statements;

  OwnConnection(DriverSession session) {
    super(session);
  }

  @Override
  void opened(Statement statement) {
    statements++;
  }

  @Override
  void closed(Statement statement) {
    statements--;
  }

  @Override
  boolean hasStatements() {
    return statements > 0;
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
