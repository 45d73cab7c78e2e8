package io.swiveljdbc.testing;

import io.swiveljdbc.spi.Engine.Purpose;
import io.swiveljdbc.spi.Wire;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/** One physical connection of the target driver: what its server remembers of it. */
public final class FakeSession {

  private final FakeServer server;
  private final Purpose purpose;
  private final Wire wire;
  private final String instance;
  private final Connection connection;
  private volatile boolean cut;
  private volatile boolean closed;
  private volatile boolean met;
  private volatile boolean inTransaction;
  private volatile int networkTimeout;

  /** As in any driver, one call at a time. */
  private final ReentrantLock calling = new ReentrantLock();

  private final List<String> executed = new ArrayList<>();
  private boolean autoCommit = true;
  private boolean readOnly;

  FakeSession(FakeServer server, Purpose purpose, Wire wire, String instance) {
    this.instance = instance;
    this.server = server;
    this.purpose = purpose;
    this.wire = wire;
    this.connection = FakeObject.of(this, Connection.class, null);
  }

  /** Which session is behind a connection of the driver. */
  public static FakeSession of(Connection connection) {
    return ((FakeObject) Proxy.getInvocationHandler(connection)).session();
  }

  /** Gives the wire a socket whose end is the end of this session. */
  @SuppressWarnings({"resource", "UnsynchronizedOverridesSynchronized"}) // it is never connected
  void attach() throws SQLException {
    try {
      wire.attach(
          new Socket() {
            @Override
            public void close() {
              server.notice(FakeSession.this::cut);
            }
          });
    } catch (IOException e) {
      throw new SQLException(e.getMessage(), "08006", e);
    }
  }

  public FakeServer server() {
    return server;
  }

  public Connection connection() {
    return connection;
  }

  /** The machine at the other end, and its run. */
  String instance() {
    return instance;
  }

  Wire wire() {
    return wire;
  }

  public Purpose purpose() {
    return purpose;
  }

  /** The server or the client is gone. */
  public void cut() {
    cut = true;
  }

  boolean isCut() {
    return cut;
  }

  /** Whether it leads nowhere any more. */
  public boolean ended() {
    return cut || closed;
  }

  /** What was executed in it, in order. */
  public List<String> executed() {
    calling.lock();
    try {
      return List.copyOf(executed);
    } finally {
      calling.unlock();
    }
  }

  /** As a driver knows it: it was closed, or a call met its end. */
  boolean knownToBeClosed() {
    return closed || met;
  }

  boolean inTransaction() {
    return inTransaction;
  }

  int readTimeout() {
    return networkTimeout;
  }

  void check(boolean refused) throws SQLException {
    if (cut || refused) {
      met = true;
      SQLException error =
          new SQLException(cut ? "an I/O error occurred" : "connection refused", "08006");
      cut = true;
      throw error;
    }
  }

  // ---- what the driver's connection does

  void close() {
    closed = true;
  }

  void execute(String text) throws SQLException {
    calling.lock();
    try {
      executeAlone(text);
    } finally {
      calling.unlock();
    }
  }

  private void executeAlone(String text) throws SQLException {
    String word = text.strip().toUpperCase(Locale.ROOT);
    boolean begins = word.startsWith("BEGIN");
    if (readOnly && word.startsWith("INSERT")) {
      throw new SQLException("cannot execute INSERT in a read-only transaction", "25006");
    }
    inTransaction |= begins || !autoCommit;
    executed.add(text);
    server.execute(this, text);
    if (word.startsWith("COMMIT") || word.startsWith("ROLLBACK") || word.startsWith("RELOCATE")) {
      inTransaction = word.contains(" TO ") && inTransaction;
    }
  }

  /** Ends the transaction, without a round trip where there is none. */
  void end(String text) throws SQLException {
    if (cut) {
      check(true);
    }
    if (inTransaction) {
      execute(text);
    }
  }

  void setAutoCommit(boolean wanted) throws SQLException {
    if (wanted && !autoCommit) {
      end("COMMIT");
    }
    autoCommit = wanted;
  }

  boolean autoCommit() {
    return autoCommit;
  }

  void setReadOnly(boolean wanted) throws SQLException {
    if (inTransaction) {
      throw new SQLException("Cannot change transaction read-only property", "25001");
    }
    readOnly = wanted;
  }

  boolean readOnly() {
    return readOnly;
  }

  void setNetworkTimeout(int millis) {
    networkTimeout = millis;
  }

  boolean isValid() {
    try {
      server.arrive(this, "isValid");
      return true;
    } catch (SQLException e) {
      return false;
    }
  }
}
