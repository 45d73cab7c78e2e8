package io.swiveljdbc.session;

import io.swiveljdbc.cluster.Cluster;
import io.swiveljdbc.cluster.Tenure;
import io.swiveljdbc.hikari.Loan;
import io.swiveljdbc.spi.Engine;
import io.swiveljdbc.spi.Setting;
import io.swiveljdbc.spi.Wire;
import io.swiveljdbc.topology.HostAddress;
import io.swiveljdbc.topology.Observation;
import io.swiveljdbc.topology.Role;
import io.swiveljdbc.topology.SelfReport;
import io.swiveljdbc.topology.Server;
import io.swiveljdbc.topology.Term;
import io.swiveljdbc.topology.Topology;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A target driver's connection, the server it leads to, and the topology version at which its
 * server's role was verified: what is older than its server's {@code since} is stale. Logical
 * connections may use it one after the other; it remembers what the last one has set.
 *
 * <p>Used by one thread at a time, but for {@link #abort}.
 */
final class DriverSession {

  private static final Logger LOG = LoggerFactory.getLogger(DriverSession.class);

  private final Connection driverConnection;
  private final Engine engine;
  private final Cluster cluster;
  private final HostAddress address;
  private final Role role;
  private final Term term;
  private final long openedAt;
  private final Wire wire;
  private final Tenure tenure;
  private final Mode mode;
  private final Validation validation;
  private final AppliedSettings applied;
  private boolean unsealed;

  /** The topology version at which it was last found to be as good as new. */
  private long goodAt = -1;

  /** How its last user held it, where the next one may do so too. */
  private @Nullable LentConnection spareHold;

  /** Those of its present user, where it has one after the other. */
  private final OpenStatements openStatements = new OpenStatements();

  DriverSession(
      Connection driverConnection,
      Access access,
      Server server,
      long openedAt,
      Wire wire,
      SessionSettings fresh)
      throws SQLException {
    this.driverConnection = driverConnection;
    this.engine = access.engine();
    this.cluster = access.cluster();
    this.address = server.address();
    this.role = server.role();
    this.term = cluster.topology().term();
    this.openedAt = openedAt;
    this.wire = wire;
    this.applied = new AppliedSettings(engine, driverConnection, sealed(), fresh);
    this.mode = new Mode(driverConnection, engine, sealed());
    this.validation = new Validation(driverConnection, wire, cluster, address, openedAt);
    boolean movable = access.policy().spreads() && !access.supply().keeps();
    this.tenure =
        cluster.upkeep().begin(address, access.options().maxLifetime(), movable, wire::aborted);
  }

  Connection driverConnection() {
    return driverConnection;
  }

  HostAddress address() {
    return address;
  }

  Wire wire() {
    return wire;
  }

  long openedAt() {
    return openedAt;
  }

  /** The term of the cluster when it was opened. */
  Term term() {
    return term;
  }

  /** Whether it was opened to this server, in the role that it has now. */
  boolean leadsTo(Server server) {
    return address.equals(server.address()) && role == server.role();
  }

  /** Whether it was opened to a reader, so that the server makes each transaction read-only. */
  boolean sealed() {
    return role == Role.READER;
  }

  /** How long it stays. */
  Tenure tenure() {
    return tenure;
  }

  /** Whether it is known to lead nowhere; false proves nothing. */
  boolean dead() {
    try {
      return wire.aborted() || driverConnection.isClosed();
    } catch (SQLException e) {
      return true;
    }
  }

  /** Whether it may be used at this topology: its server is fit, and the connection not stale. */
  boolean goodAt(Topology topology) {
    return !dead() && leadsWhereItShall(topology);
  }

  private boolean leadsWhereItShall(Topology topology) {
    return topology.version() == goodAt
        || topology
            .server(address)
            .map(server -> server.fit() && leadsTo(server) && openedAt >= server.since())
            .orElse(false);
  }

  /**
   * Whether it is of no use any more, however its server is just now: that left, got another role,
   * or began a new life since it was opened.
   */
  boolean staleAt(Topology topology) {
    return dead()
        || (topology.version() != goodAt
            && topology
                .server(address)
                .map(server -> !leadsTo(server) || openedAt < server.since())
                .orElse(true));
  }

  /** Whether its server can be asked if it answers here, and whether it must be. */
  Validation validation() {
    return validation;
  }

  /** Whether it is good and answers in time; for whoever keeps it while nobody uses it. */
  boolean answers(Duration patience) {
    Topology now = cluster.topology();
    return goodAt(now) && validation.succeeds(patience, now);
  }

  /**
   * Gives the driver's connection what the next transaction needs; only what differs is set.
   *
   * @param before where the last transaction ran, null where that is not known
   * @throws SQLException 08006 too, when it may not be used any more
   */
  void prepare(
      boolean wantAutoCommit,
      boolean wantReadOnly,
      SessionState wanted,
      @Nullable DriverSession before)
      throws SQLException {
    if (unsealed) {
      seal();
    }
    List<Setting> unseen =
        before == null || before == this
            ? List.of()
            : before.applied.unseenIn(driverConnection, wanted);
    if (!unseen.isEmpty() || !applied.are(wanted.settings(), wanted.sql())) {
      if (engine.undoesSettings()) {
        mode.setAutoCommit(true); // not as part of a transaction
      }
      applied.become(wanted.settings(), wanted.sql(), unseen);
    }
    mode.become(wantAutoCommit, wantReadOnly);
    if (wire.aborted()) {
      // While settings were on their way another server may have become the writer; between the
      // moment when that is known and the abort of this socket a write would still get through.
      throw new SQLException("the connection was aborted", Told.CONNECTION_FAILURE);
    }
  }

  /** What it has of the settings that the logical connection wants. */
  AppliedSettings applied() {
    return applied;
  }

  /** Says that its server no longer refuses writes by itself, where it is to. */
  void unseal() {
    unsealed = sealed();
  }

  /** Asks the server once more what it is, and has it refuse writes from then on. */
  private void seal() throws SQLException {
    mode.setAutoCommit(true);
    Observation seen =
        cluster.prober().discovery(driverConnection).observe(driverConnection, address, true);
    cluster.observe(seen);
    if (!(seen instanceof SelfReport report && report.role() == Role.READER)) {
      throw new SQLException("the server is a reader no more", Told.CONNECTION_FAILURE);
    }
    unsealed = false;
  }

  /** How it runs its transactions. */
  Mode mode() {
    return mode;
  }

  /** Ends it at once, from any thread, without waiting for anything. */
  void abort() {
    wire.abort();
    cluster.connections().remove(address, wire);
    cluster.upkeep().ended(tenure);
  }

  /** The statements that its user has open there. */
  OpenStatements openStatements() {
    return openStatements;
  }

  /**
   * Whether another logical connection may have it: nothing is going on there, it is good, and as
   * it is known to be. Whoever has unwrapped it may have changed that behind our back.
   *
   * @param unwrapped whether somebody may have
   */
  boolean isFitForOthers(boolean unwrapped) {
    try {
      return !staleAt(cluster.topology())
          && !tenure.isOver()
          && !wire.waiting()
          && applied.areForOthers()
          && !(unwrapped && applied.differFromTheDriver())
          && mode.isWhatTheDriverSays()
          && !engine.inTransaction(driverConnection);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Nobody uses it, nor counts it; the last user's hold serves the next one, if there is one. */
  void rest(@Nullable LentConnection hold) {
    spareHold = hold;
    wire.rest(true);
  }

  /** Somebody uses it again. */
  LentConnection wake(Loan loan) {
    wire.rest(false);
    @Nullable LentConnection spare = spareHold;
    spareHold = null;
    return spare == null ? new LentConnection(this, loan) : spare.again();
  }

  /** Whether it may be used, and is not in doubt; the driver would say if it has ended it. */
  boolean isReadyAt(Topology topology) {
    boolean ready =
        !wire.aborted()
            && leadsWhereItShall(topology)
            && !tenure.isOver()
            && !validation.isDue()
            && (topology.version() == goodAt || !validation.isNeeded(topology));
    if (ready) {
      goodAt = topology.version();
    }
    return ready;
  }

  /** Ends it in good order, where that takes no time. */
  void end() {
    try {
      if (wire.aborted()) {
        // The raw socket first: the driver then meets its end and lets go without a wait.
        wire.abort();
      }
      driverConnection.close();
    } catch (SQLException e) {
      LOG.debug("closing a connection to {} failed", address, e);
    } finally {
      abort();
    }
  }
}
