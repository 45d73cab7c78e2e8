package io.swiveljdbc.session;

import io.swiveljdbc.hikari.Lendable;
import io.swiveljdbc.hikari.Loan;
import io.swiveljdbc.hikari.PoolThread;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A session as a pool keeps it. What the pool asks of it is answered here: its settings are the
 * business of the logical connections, so the pool finds and leaves none.
 */
final class PoolEntry extends ForwardingConnection implements Lendable {

  private final DriverSession session;
  private @Nullable Loan loan;

  PoolEntry(DriverSession session) {
    this.session = session;
  }

  DriverSession session() {
    return session;
  }

  @Override
  Connection delegate() {
    return session.driverConnection();
  }

  @Override
  SQLException translate(SQLException error) {
    return error;
  }

  @Override
  public void lentBy(Loan by) {
    loan = by;
  }

  @Override
  public Loan loan() {
    return Objects.requireNonNull(loan);
  }

  /**
   * Who borrows asks the server himself, since his wait can be cancelled and has its own end; the
   * pool's own threads ask here.
   */
  @Override
  public boolean isValid(int seconds) {
    if (PoolThread.isCurrent()) {
      return session.answers(Duration.ofSeconds(seconds));
    }
    session.validation().fallDue(Duration.ofSeconds(seconds));
    return !session.dead();
  }

  @Override
  public boolean isClosed() {
    return session.dead();
  }

  @Override
  public void close() {
    session.end();
  }

  @Override
  public void abort(Executor executor) {
    session.abort();
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public boolean getAutoCommit() {
    return true;
  }

  @Override
  public int getTransactionIsolation() {
    return TRANSACTION_READ_COMMITTED;
  }

  @Override
  public int getNetworkTimeout() {
    return 0;
  }

  /** Its validation and its end have their own. */
  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) {}

  @Override
  public void beginRequest() {}

  @Override
  public void endRequest() {}

  @Override
  public String toString() {
    return session.address().toString();
  }

  @Override
  public void setClientInfo(String name, String value) {}

  @Override
  public void setClientInfo(Properties properties) {}

  // ---- never asked for: no pool makes statements here

  @Override
  Array wrap(Array target) {
    return target;
  }

  @Override
  Blob wrap(Blob target) {
    return target;
  }

  @Override
  Clob wrap(Clob target) {
    return target;
  }

  @Override
  CallableStatement wrap(CallableStatement target) {
    return target;
  }

  @Override
  DatabaseMetaData wrap(DatabaseMetaData target) {
    return target;
  }

  @Override
  PreparedStatement wrap(PreparedStatement target) {
    return target;
  }

  @Override
  Statement wrap(Statement target) {
    return target;
  }
}
