package io.swiveljdbc.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One server of a {@link LocalCluster}: where it is and whether it runs. What happens to it is told
 * to the cluster, see {@link LocalCluster#kill kill} and its neighbours.
 *
 * <p>A server keeps its name and its ports for life, through kills, restarts and changes of part.
 */
public abstract class LocalServer {
  private static final Duration START = Duration.ofSeconds(30);
  private static final int LISTENING_MILLIS = 20;

  private final ServerParts parts;

  LocalServer(ServerParts parts) {
    this.parts = parts;
  }

  /** Short for its engine and a number: {@code pg1}, {@code my2}. */
  public final String name() {
    return parts.name();
  }

  /** Always {@code 127.0.0.1}, where the relay listens. */
  public final String host() {
    return LocalMachine.LOOPBACK;
  }

  /** The port for clients: that of the relay, through which cuts and delays are felt. */
  public final int port() {
    return relay().port();
  }

  /** The server's own port, past the relay: for looking on, whatever happens to clients. */
  public final int directPort() {
    return relay().server().getPort();
  }

  /** Where that port is: {@code 127.0.0.1} too, unless containers run on another machine. */
  public final String directHost() {
    return relay().server().getHostString();
  }

  /** Whether its process lives, even if frozen or cut off. */
  public final boolean isRunning() {
    return process().isRunning();
  }

  /** Whether it was frozen and neither thawed nor killed since. */
  public final boolean isFrozen() {
    return process().isFrozen();
  }

  /**
   * The process id of the running server; of the parent of all, where it is a tree of processes.
   * That of a server in a container is as the machine counts on which the containers run.
   *
   * @throws IllegalStateException if it is not running
   */
  public final long pid() {
    return process().pid();
  }

  /**
   * A URL of this server alone for its database's own driver, through the relay, with the user,
   * password, database and encryption that the cluster was built with.
   */
  public final String jdbcUrl() {
    return parts.login().jdbcUrl(host() + ":" + port());
  }

  /** Its name and client port, as in {@code pg1:20431}. */
  @Override
  public final String toString() {
    return name() + ":" + port();
  }

  final Relay relay() {
    return parts.relay();
  }

  final ServerProcess process() {
    return parts.process();
  }

  final Machine machine() {
    return parts.machine();
  }

  final boolean isResponsive() {
    return isRunning() && !isFrozen();
  }

  /** A session in the database that is always there. */
  abstract Superuser superuser();

  abstract Superuser superuser(String database);

  /** Starts the process and returns when it answers queries. */
  void start() {
    process().start();
    try {
      await("it listens", this::listens);
      relay().serverIsUp(true);
      await("it answers", this::answers);
    } catch (LocalClusterException e) {
      process().end();
      throw e;
    }
  }

  private void await(String what, BooleanSupplier condition) {
    try {
      Await.until(name() + ": " + what, START, () -> !isRunning() || condition.getAsBoolean());
    } catch (LocalClusterException e) {
      throw new LocalClusterException(e.getMessage() + "\n" + process().logTail(), e);
    }
    if (!isRunning()) {
      throw new LocalClusterException(name() + " did not start\n" + process().logTail());
    }
  }

  /**
   * In front of a container somebody else accepts all connections, and ends those at once for which
   * he finds nobody inside.
   */
  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(relay().server());
      socket.setSoTimeout(LISTENING_MILLIS);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException itWaitsForUsToSpeak) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean answers() {
    try (Superuser superuser = superuser()) {
      return superuser.isTrue("SELECT true");
    } catch (LocalClusterException notYet) {
      return false;
    }
  }
}
