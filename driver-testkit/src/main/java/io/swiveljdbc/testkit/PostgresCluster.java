package io.swiveljdbc.testkit;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL cluster of real servers on this machine, one writer and some readers that follow it
 * by streaming replication, made for tests of what an application does when servers fail.
 *
 * <pre>{@code
 * try (PostgresCluster cluster = PostgresCluster.builder().readers(2).start()) {
 *   dataSource.setJdbcUrl(cluster.url());
 *   ...
 *   cluster.kill(cluster.writer());
 *   cluster.failOver();
 *   ... // the application goes on
 *   cluster.heal();
 * }
 * }</pre>
 *
 * <p>Nothing has to be installed: the programs come from a dependency and are unpacked once per
 * user into the directory for temporary files. It works as root (the servers then run as an
 * unprivileged user) and as an ordinary user. {@link #close} leaves no process, port or file
 * behind, nor does a JVM that is killed. Everything is bound to 127.0.0.1, where any local user can
 * log in as the superuser: keep nothing in it that matters.
 *
 * <p>Clients reach each server through a relay in this JVM, so {@link #cutOff}, {@link #reset} and
 * {@link #delay} are felt by them alone; replication and the testkit go past it. Every method waits
 * for what it causes, within a bound, and throws {@link PostgresClusterException} when that does
 * not come. Methods may be called from any thread.
 */
public final class PostgresCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresCluster.class);

  private final Watchdog watchdog;
  private final Installation installation;
  private final ControlPlane control;
  private final Set<Supervisor> supervisors = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  PostgresCluster(Watchdog watchdog, Installation installation) {
    this.watchdog = watchdog;
    this.installation = installation;
    this.control = new ControlPlane(installation);
  }

  /** A builder with the defaults: two readers, synchronous replication, no TLS. */
  public static PostgresClusterBuilder builder() {
    return new PostgresClusterBuilder();
  }

  /** A Swivel URL of all servers, through their relays, as {@code jdbc:swivel:postgresql://…}. */
  public String url() {
    return "jdbc:swivel:postgresql://" + hosts() + installation.login().urlTail();
  }

  /** The same for pgjdbc alone, as {@code jdbc:postgresql://…} with several hosts. */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + hosts() + installation.login().urlTail();
  }

  /** Hosts and client ports of all servers, separated by commas, as they stand in a URL. */
  public String hosts() {
    return servers().stream()
        .map(server -> server.host() + ":" + server.port())
        .collect(Collectors.joining(","));
  }

  /**
   * The servers' certificate as a PEM file, to be trusted by clients.
   *
   * @throws IllegalStateException if the cluster was built without TLS
   */
  public Path certificate() {
    Certificate certificate = installation.certificate();
    if (certificate == null) {
      throw new IllegalStateException("this cluster was built without tls(true)");
    }
    return certificate.certificate();
  }

  /** All servers in the order of their names, whatever their part and state. */
  public List<PostgresServer> servers() {
    return control.members().servers();
  }

  /** The server that was last made the writer; it stays that when it dies, until a promotion. */
  public PostgresServer writer() {
    return control.members().writer();
  }

  /**
   * The running servers that follow the writer, frozen ones among them. A former writer is none of
   * them until it {@linkplain #rejoin rejoins}.
   */
  public List<PostgresServer> readers() {
    return control.members().readers();
  }

  /** Executes SQL as the superuser in the cluster's database, past the relay. */
  public void execute(PostgresServer server, String sql) {
    try (Superuser superuser = server.superuser(installation.plan().database())) {
      superuser.execute(sql);
    }
  }

  /** As {@link #execute}; returns the first column of the first row, null if there is none. */
  public @Nullable String query(PostgresServer server, String sql) {
    try (Superuser superuser = server.superuser(installation.plan().database())) {
      return superuser.query(sql);
    }
  }

  /** Waits until every responsive reader shows what the writer has committed by now. */
  public void awaitReplayed() {
    PostgresServer writer = writer();
    for (PostgresServer reader : control.members().responsiveReaders()) {
      Replication.awaitReplayed(reader, writer);
    }
  }

  /** Kills a server with all its processes (SIGKILL), frozen or not; returns when they are gone. */
  public void kill(PostgresServer server) {
    LOG.info("killing {}", server);
    server.process().kill();
  }

  /** Shuts a server down cleanly; sessions are ended with 57P01. */
  public void stop(PostgresServer server) {
    LOG.info("stopping {}", server);
    server.process().stop();
  }

  /** Starts a server that was killed or stopped, as what it was; returns when it answers. */
  public void start(PostgresServer server) {
    LOG.info("starting {}", server);
    server.start();
  }

  /** {@link #stop} and {@link #start}. */
  public void restart(PostgresServer server) {
    stop(server);
    start(server);
  }

  /**
   * Stops all processes of a server where they are (SIGSTOP): connections stay open, new ones are
   * accepted by the kernel, and nobody answers.
   */
  public void freeze(PostgresServer server) {
    LOG.info("freezing {}", server);
    server.process().freeze();
  }

  /**
   * Lets a frozen server go on. A former writer then takes itself for the writer still; a reader
   * that missed a promotion has to be {@linkplain #repoint repointed}.
   */
  public void thaw(PostgresServer server) {
    LOG.info("thawing {}", server);
    server.process().thaw();
  }

  /**
   * Cuts a server off from its clients, as a network does that drops every packet: connections stay
   * open, new ones are never answered, and not even the server's death is noticed.
   */
  public void cutOff(PostgresServer server) {
    LOG.info("cutting off {}", server);
    server.relay().cut();
  }

  /** Ends a cut and a delay; what was under way arrives now. */
  public void reconnect(PostgresServer server) {
    LOG.info("reconnecting {}", server);
    server.relay().heal();
  }

  /** Breaks all connections of a server's clients (TCP reset); new ones are possible. */
  public void reset(PostgresServer server) {
    LOG.info("resetting connections of {}", server);
    server.relay().reset();
  }

  /** Lets everything between a server and its clients arrive later, in both directions. */
  public void delay(PostgresServer server, Duration delay) {
    LOG.info("delaying {} by {} ms", server, delay.toMillis());
    server.relay().delay(delay);
  }

  /**
   * Makes a reader the writer and points the other readers at it. The old writer is left alone:
   * kill, stop or freeze it before, or there are two. Where a choice between readers matters, as it
   * does for commits that only some have received, let {@link #failOver} make it.
   */
  public Promotion promote(PostgresServer server) {
    return control.promote(server);
  }

  /**
   * Replaces the writer as a careful control plane does: stops the reception of log on all readers,
   * promotes the one that has received most, points the others at it. With synchronous replication
   * no acknowledged commit is lost, unless the only readers that had it are lost as well.
   */
  public Promotion failOver() {
    return control.failOver();
  }

  /** Exchanges the parts of the writer and a reader in good order; nothing is lost. */
  public Promotion switchover(PostgresServer to) {
    LOG.info("switching over from {} to {}", writer(), to);
    return control.switchOver(to);
  }

  /** Points a reader at the present writer. */
  public void repoint(PostgresServer reader) {
    control.repoint(reader);
  }

  /** Makes a server, such as a former writer, a reader again, by a fresh copy of the writer. */
  public void rejoin(PostgresServer server) {
    LOG.info("rejoining {}", server);
    control.rejoin(server);
  }

  /** Adds a reader, a fresh copy of the writer. */
  public PostgresServer addReader() {
    PostgresServer added = control.addReader();
    LOG.info("added {}", added);
    return added;
  }

  /** Shuts a reader, or a former writer, down for ever. */
  public void removeReader(PostgresServer server) {
    LOG.info("removing {}", server);
    control.removeReader(server);
  }

  /**
   * Brings everybody back: ends cuts and delays, thaws what is frozen, starts what is down, and
   * makes every server but the writer a reader that follows it. Data is kept.
   */
  public void heal() {
    control.heal();
  }

  /** Replaces the writer by itself, a set time after its death or freezing, until closed. */
  public Supervisor supervise(Duration delay) {
    Supervisor supervisor = new Supervisor(control, installation.changes(), delay);
    supervisors.add(supervisor);
    return supervisor;
  }

  /** Kills all servers and deletes all files. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      supervisors.forEach(Supervisor::close);
      try {
        control.close();
      } finally {
        watchdog.close();
      }
    }
  }

  void begin(ClusterPlan plan) {
    control.start();
    try (Superuser superuser = writer().superuser()) {
      ServerSettings.accounts(plan).forEach(superuser::execute);
    }
    awaitReplayed();
    LOG.info("started {}", servers());
  }
}
