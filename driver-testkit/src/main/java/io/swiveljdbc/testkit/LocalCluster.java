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
 * A cluster of real database servers on this machine, one writer and some readers that follow it,
 * made for tests of what an application does when servers fail. What is said here holds for every
 * kind of cluster, so that a test may be written once for all of them.
 *
 * <p>Clients reach each server through a relay in this JVM, so {@link #cutOff}, {@link #reset} and
 * {@link #delay} are felt by them alone; replication and the testkit go past it. Every method waits
 * for what it causes, within a bound, and throws {@link LocalClusterException} when that does not
 * come. Methods may be called from any thread. {@link #close} leaves no process, port or file
 * behind, nor does a JVM that is killed.
 *
 * <p>Everything is bound to 127.0.0.1, where any local user can log in as the superuser: keep
 * nothing in it that matters. Built with an {@linkplain LocalClusterBuilder#image image}, each
 * server runs in a container instead, and these are bound there.
 */
public abstract class LocalCluster implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalCluster.class);

  private final Machines machines;
  private final Login login;
  private final @Nullable Certificate certificate;
  private final Set<Supervisor> supervisors = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean closed = new AtomicBoolean();

  LocalCluster(Machines machines, Login login, @Nullable Certificate certificate) {
    this.machines = machines;
    this.login = login;
    this.certificate = certificate;
  }

  abstract ControlPlane<?> control();

  /** A Swivel URL of all servers, through their relays, as {@code jdbc:swivel:postgresql://…}. */
  public final String url() {
    return login.swivelUrl(hosts());
  }

  /** The same for the database's own driver, as {@code jdbc:postgresql://…} with several hosts. */
  public final String jdbcUrl() {
    return login.jdbcUrl(hosts());
  }

  /** Hosts and client ports of all servers, separated by commas, as they stand in a URL. */
  public final String hosts() {
    return servers().stream()
        .map(server -> server.host() + ":" + server.port())
        .collect(Collectors.joining(","));
  }

  /**
   * The servers' certificate as a PEM file, to be trusted by clients.
   *
   * @throws IllegalStateException if the cluster was built without TLS
   */
  public final Path certificate() {
    if (certificate == null) {
      throw new IllegalStateException("this cluster was built without tls(true)");
    }
    return certificate.certificate();
  }

  /** All servers in the order of their names, whatever their part and state. */
  public List<? extends LocalServer> servers() {
    return control().members().servers();
  }

  /** The server that was last made the writer; it stays that when it dies, until a promotion. */
  public LocalServer writer() {
    return control().members().writer();
  }

  /**
   * The running servers that follow the writer, frozen ones among them. A former writer is none of
   * them until it {@linkplain #rejoin rejoins}.
   */
  public List<? extends LocalServer> readers() {
    return control().members().readers();
  }

  /** Executes SQL as the superuser in the cluster's database, past the relay. */
  public final void execute(LocalServer server, String sql) {
    try (Superuser superuser = control().member(server).superuser(login.database())) {
      superuser.execute(sql);
    }
  }

  /** As {@link #execute}; returns the first column of the first row, null if there is none. */
  public final @Nullable String query(LocalServer server, String sql) {
    try (Superuser superuser = control().member(server).superuser(login.database())) {
      return superuser.query(sql);
    }
  }

  /** Waits until every responsive reader shows what the writer has committed by now. */
  public final void awaitReplayed() {
    control().awaitReplayed();
  }

  /** Kills a server with all its processes (SIGKILL), frozen or not; returns when they are gone. */
  public final void kill(LocalServer server) {
    LOG.info("killing {}", server);
    server.process().kill();
  }

  /** Shuts a server down cleanly; its sessions are ended by it. */
  public final void stop(LocalServer server) {
    LOG.info("stopping {}", server);
    server.process().stop();
  }

  /** Starts a server that was killed or stopped, as what it was; returns when it answers. */
  public final void start(LocalServer server) {
    LOG.info("starting {}", server);
    control().start(server);
  }

  /** {@link #stop} and {@link #start}. */
  public final void restart(LocalServer server) {
    stop(server);
    start(server);
  }

  /**
   * Stops all processes of a server where they are (SIGSTOP): connections stay open, new ones are
   * accepted by the kernel, and nobody answers.
   */
  public final void freeze(LocalServer server) {
    LOG.info("freezing {}", server);
    server.process().freeze();
  }

  /**
   * Lets a frozen server go on. A former writer then takes itself for the writer still; a reader
   * that missed a promotion has to be {@linkplain #repoint repointed}.
   */
  public final void thaw(LocalServer server) {
    LOG.info("thawing {}", server);
    server.process().thaw();
  }

  /**
   * Cuts a server off from its clients, as a network does that drops every packet: connections stay
   * open, new ones are never answered, and not even the server's death is noticed.
   */
  public final void cutOff(LocalServer server) {
    LOG.info("cutting off {}", server);
    server.relay().cut();
  }

  /** Ends a cut and a delay; what was under way arrives now. */
  public final void reconnect(LocalServer server) {
    LOG.info("reconnecting {}", server);
    server.relay().heal();
  }

  /** Breaks all connections of a server's clients (TCP reset); new ones are possible. */
  public final void reset(LocalServer server) {
    LOG.info("resetting connections of {}", server);
    server.relay().reset();
  }

  /** Lets everything between a server and its clients arrive later, in both directions. */
  public final void delay(LocalServer server, Duration delay) {
    LOG.info("delaying {} by {} ms", server, delay.toMillis());
    server.relay().delay(delay);
  }

  /**
   * Makes a reader the writer and points the other readers at it. The old writer is left alone:
   * kill, stop or freeze it before, or there are two. Where a choice between readers matters, as it
   * does for commits that only some have received, let {@link #failOver} make it.
   */
  public final Promotion promote(LocalServer server) {
    return control().promote(server);
  }

  /**
   * Replaces the writer as a careful control plane does: stops the reception on all readers,
   * promotes the one that has received most, points the others at it. With synchronous replication
   * no acknowledged commit is lost, unless the only readers that had it are lost as well.
   */
  public final Promotion failOver() {
    return control().failOver();
  }

  /** Exchanges the parts of the writer and a reader in good order; nothing is lost. */
  public final Promotion switchover(LocalServer to) {
    LOG.info("switching over from {} to {}", writer(), to);
    return control().switchOver(to);
  }

  /** Points a reader at the present writer. */
  public final void repoint(LocalServer reader) {
    control().repoint(reader);
  }

  /**
   * Makes a server, such as a former writer, a reader again, where need be by a fresh copy of the
   * writer.
   */
  public final void rejoin(LocalServer server) {
    LOG.info("rejoining {}", server);
    control().rejoin(server);
  }

  /** Adds a reader; returns when it follows. */
  public LocalServer addReader() {
    return control().addReader();
  }

  /** Shuts a reader, or a former writer, down for ever. */
  public final void removeReader(LocalServer server) {
    LOG.info("removing {}", server);
    control().removeReader(server);
  }

  /**
   * Brings everybody back: ends cuts and delays, thaws what is frozen, starts what is down, and
   * makes every server but the writer a reader that follows it. Data is kept.
   */
  public final void heal() {
    control().heal();
  }

  /** Replaces the writer by itself, a set time after its death or freezing, until closed. */
  public final Supervisor supervise(Duration delay) {
    Supervisor supervisor = new Supervisor(control(), delay);
    supervisors.add(supervisor);
    return supervisor;
  }

  /** Kills all servers and deletes all files. */
  @Override
  public final void close() {
    if (closed.compareAndSet(false, true)) {
      supervisors.forEach(Supervisor::close);
      try {
        control().close();
      } finally {
        machines.close();
      }
    }
  }

  /**
   * Starts everything.
   *
   * @param accounts what creates the user and the database of the cluster's URLs
   */
  final void begin(List<String> accounts) {
    control().form();
    try (Superuser superuser = writer().superuser()) {
      accounts.forEach(superuser::execute);
    }
    awaitReplayed();
    LOG.info("started {}", servers());
  }
}
