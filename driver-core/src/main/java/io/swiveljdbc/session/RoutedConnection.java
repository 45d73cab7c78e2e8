package io.swiveljdbc.session;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.spi.Pin;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Topology;
import java.sql.CallableStatement;
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

  /** Another one, which is closed, once this connection has left its own to the next. */
  private volatile Session session;

  private final Thread opener = Thread.currentThread();

  /** A connection that has this session for itself. */
  RoutedConnection(Session session) {
    this.session = session;
    session.closing().begin(this);
  }

  @Override
  Session session() {
    Session mine = session;
    if (isOpener()) {
      return mine;
    }
    mine.closing().use().end();
    return session; // looked for anew, see SoleUse
  }

  @Override
  boolean isOpener() {
    return Thread.currentThread() == opener;
  }

  @Override
  Connection delegate() throws SQLException {
    return session().ready().driverConnection();
  }

  @Override
  SQLException translate(SQLException error) {
    return session().failover().failedBeside(error);
  }

  // ---- transactions

  @Override
  public void commit() throws SQLException {
    session().commit();
  }

  @Override
  public void rollback() throws SQLException {
    session().rollback();
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return saved(ask(Connection::setSavepoint));
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return saved(ask(c -> c.setSavepoint(name)));
  }

  private Savepoint saved(Savepoint savepoint) throws SQLException {
    session().bound().ifPresent(at -> session().state().saved(nameOf(savepoint), at));
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
    call(c -> c.rollback(savepoint));
    session().state().rolledBackTo(nameOf(savepoint));
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    Object name = nameOf(savepoint);
    call(c -> c.releaseSavepoint(savepoint));
    session().state().released(name);
  }

  // ---- what needs no server

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    session().checkOpen();
    return new RoutedDatabaseMetaData(this);
  }

  @Override
  public @Nullable String nativeSQL(String sql) throws SQLException {
    session().checkOpen();
    Optional<PhysicalConnection> held = session().held();
    if (held.isEmpty()) {
      return super.nativeSQL(sql);
    }
    try {
      return held.get().driverConnection().nativeSQL(sql);
    } catch (SQLException e) {
      throw session().failover().failedBeside(held.get(), e);
    }
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    if (session().condition().isClosed() && !session().condition().released()) {
      return null;
    }
    session().checkOpen();
    Optional<PhysicalConnection> held = session().held();
    @Nullable SQLWarning warning = held.isPresent() ? session().warnings().of(held.get()) : null;
    session().sharing().mayRest();
    return warning;
  }

  @Override
  public void clearWarnings() throws SQLException {
    if (session().condition().isClosed() && !session().condition().released()) {
      return;
    }
    session().checkOpen();
    session().warnings().clear();
    session().sharing().rest();
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw new SQLException("Invalid timeout (" + timeout + "<0).", "22023");
    }
    return session().isValid(timeout);
  }

  @Override
  public boolean isClosed() {
    return session.condition().isClosed(); // whoever only asks this uses nothing
  }

  @Override
  public void close() {
    Session mine = session();
    @Nullable SpareSessions spares = mine.closing().reusable();
    if (spares != null) {
      session = spares.ended();
      if (!mine.closing().use().isOver()) {
        renew(mine);
        spares.leave(mine);
        return;
      }
    }
    mine.closing().close();
  }

  /** As good as new, or closed. */
  private static void renew(Session mine) {
    boolean renewed = false;
    try {
      mine.closing().renew();
      renewed = true;
    } finally {
      if (!renewed) {
        mine.closing().close();
      }
    }
  }

  @Override
  public void abort(@Nullable Executor executor) throws SQLException {
    if (executor == null) {
      throw new SQLException("executor is null", "22023");
    }
    session().closing().abort();
  }

  /** What is the target driver's own stays where it is, so its connection does too. */
  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    T unwrapped = super.unwrap(type);
    if (unwrapped != this) {
      Session mine = session();
      mine.holdings().unwrapped(mine.held().orElse(null));
      mine.holdings().pin(Pin.Kind.UNWRAPPED);
    }
    return unwrapped;
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    if (type.isInstance(this)) {
      return true;
    }
    Optional<PhysicalConnection> held = session().held();
    return held.isPresent()
        ? type.isInstance(held.get().driverConnection())
        : super.isWrapperFor(type);
  }

  // ---- what a connection knows of its cluster

  @Override
  public Optional<Server> currentServer() throws SQLException {
    session().checkOpen();
    return session().held().flatMap(physical -> topology().server(physical.address()));
  }

  @Override
  public Topology topology() {
    return session().access().cluster().topology();
  }

  @Override
  public void pin() throws SQLException {
    session().ready();
    session().holdings().pin(Pin.Kind.APPLICATION);
  }

  @Override
  public void unpin() throws SQLException {
    session().checkOpen();
    session().holdings().unpin(Pin.Kind.APPLICATION);
    session().sharing().settleAll();
  }

  @Override
  public List<String> pins() throws SQLException {
    session().checkOpen();
    return session().allHeld().stream().flatMap(held -> held.pins().reasons().stream()).toList();
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
