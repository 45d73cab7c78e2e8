package io.swiveljdbc.session;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The connection that the application holds. Everything that pools and frameworks call before the
 * first statement is answered here, without a server; what is not written here needs one and binds.
 */
final class RoutedConnection extends PreparingConnection implements SwivelConnection {

  private final Session session;
  private final Runnable release;

  /** Pools call it at each return, so it is made once. */
  private final Slots.Visit clearing = held -> askOnTheWayOut(held, CLEAR);

  /**
   * A connection of this session.
   *
   * @param release gives up the hold on the cluster; may be called more than once
   */
  RoutedConnection(Session session, Runnable release) {
    this.session = session;
    this.release = release;
    session.belongsTo(this, release);
  }

  @Override
  Session session() {
    return session;
  }

  @Override
  Connection delegate() throws SQLException {
    return session.ready().driverConnection();
  }

  @Override
  SQLException translate(SQLException error) {
    return session.failover().failedBeside(error);
  }

  // ---- transactions

  @Override
  public void commit() throws SQLException {
    session.commit();
  }

  @Override
  public void rollback() throws SQLException {
    session.rollback();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return saved(super.setSavepoint());
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return saved(super.setSavepoint(name));
  }

  private Savepoint saved(Savepoint savepoint) throws SQLException {
    session.bound().ifPresent(at -> session.state().saved(nameOf(savepoint), at));
    return savepoint;
  }

  /** SQL text may name it too; one without a name stands for itself. */
  private static Object nameOf(Savepoint savepoint) {
    try {
      return Objects.requireNonNullElse(savepoint.getSavepointName(), savepoint);
    } catch (SQLException e) {
      return savepoint;
    }
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    super.rollback(savepoint);
    session.state().rolledBackTo(nameOf(savepoint));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    Object name = nameOf(savepoint);
    super.releaseSavepoint(savepoint);
    session.state().released(name);
  }

  // ---- what needs no server

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    session.checkOpen();
    return new RoutedDatabaseMetaData(this);
  }

  @Override
  public @Nullable String nativeSQL(String sql) throws SQLException {
    session.checkOpen();
    Optional<PhysicalConnection> held = session.held();
    if (held.isEmpty()) {
      return super.nativeSQL(sql);
    }
    try {
      return held.get().driverConnection().nativeSQL(sql);
    } catch (SQLException e) {
      throw session.failover().failedBeside(held.get(), e);
    }
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    if (session.condition().isClosed() && !session.condition().released()) {
      return null;
    }
    session.checkOpen();
    Optional<PhysicalConnection> held = session.held();
    return held.isPresent() ? askOnTheWayOut(held.get(), Connection::getWarnings) : null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    if (session.condition().isClosed() && !session.condition().released()) {
      return;
    }
    session.checkOpen();
    session.holdings().wrappedAgain();
    session.visitHeld(clearing);
    session.sharing().rest();
  }

  /** Pools call this when they take a connection back: what is executed next tells the loss. */
  private <T> @Nullable T askOnTheWayOut(PhysicalConnection held, Question<T> question)
      throws SQLException {
    try {
      return question.to(held.driverConnection());
    } catch (SQLException e) {
      session.failover().passOver(e);
      return null;
    }
  }

  private static final Question<Void> CLEAR =
      connection -> {
        connection.clearWarnings();
        return null;
      };

  private interface Question<T> {
    @Nullable T to(Connection connection) throws SQLException;
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw new SQLException("Invalid timeout (" + timeout + "<0).", "22023");
    }
    return session.isValid(timeout);
  }

  @Override
  public boolean isClosed() {
    return session.condition().isClosed();
  }

  @Override
  public void close() {
    session.close();
    release.run();
  }

  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    if (executor == null) {
      throw new SQLException("executor is null", "22023");
    }
    session.abort();
    release.run();
  }

  /** What is the target driver's own stays where it is, so its connection does too. */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    T unwrapped = super.unwrap(type);
    if (unwrapped != this) {
      session.holdings().unwrapped();
      session.holdings().pin(Pin.Kind.UNWRAPPED);
    }
    return unwrapped;
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    if (type.isInstance(this)) {
      return true;
    }
    Optional<PhysicalConnection> held = session.held();
    return held.isPresent()
        ? type.isInstance(held.get().driverConnection())
        : super.isWrapperFor(type);
  }

  // ---- what a connection knows of its cluster

  @Override
  public Optional<Server> currentServer() throws SQLException {
    session.checkOpen();
    return session.held().flatMap(physical -> topology().server(physical.address()));
  }

  @Override
  public Topology topology() {
    return session.access().cluster().topology();
  }

  @Override
  public void pin() throws SQLException {
    session.ready();
    session.holdings().pin(Pin.Kind.APPLICATION);
  }

  @Override
  public void unpin() throws SQLException {
    session.checkOpen();
    session.holdings().unpin(Pin.Kind.APPLICATION);
    session.sharing().settleAll();
  }

  @Override
  public List<String> pins() throws SQLException {
    session.checkOpen();
    return session.allHeld().stream().flatMap(held -> held.pins().reasons().stream()).toList();
  }

  @Override
  Blob wrap(Blob target) {
    PhysicalConnection at = session.held().orElse(null);
    return at == null ? target : new RoutedBlob(session, at, target);
  }

  @Override
  Clob wrap(Clob target) {
    PhysicalConnection at = session.held().orElse(null);
    return at == null ? target : new RoutedClob(session, at, target);
  }

  // ---- never asked for: everything that would come back is made here

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
