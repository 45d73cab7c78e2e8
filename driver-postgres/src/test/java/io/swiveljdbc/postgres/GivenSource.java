package io.swiveljdbc.postgres;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The data source that a test has given, for a pool that wants a class to make one of. */
public final class GivenSource implements DataSource {

  private static final AtomicReference<DataSource> NEXT = new AtomicReference<>();

  private final DataSource given = NEXT.get();

  /** The next one made is this. */
  static void give(DataSource source) {
    NEXT.set(source);
  }

  @Override
  public Connection getConnection() throws SQLException {
    return given.getConnection();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    return given.getConnection(user, password);
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return given.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    given.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    given.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return given.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return given.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return given.isWrapperFor(type);
  }
}
