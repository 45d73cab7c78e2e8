package io.swiveljdbc.testkit;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * One server of a {@link PostgresCluster}: where it is and whether it runs. What happens to it is
 * told to the cluster, see {@link PostgresCluster#kill kill} and its neighbours.
 *
 * <p>A server keeps its name and its ports for life, through kills, restarts and changes of part.
 */
public final class PostgresServer {
  private static final Duration START = Duration.ofSeconds(30);

  private final String name;
  private final int directPort;
  private final Relay relay;
  private final DataDirectory data;
  private final ServerProcess process;
  private final Login login;

  PostgresServer(
      String name,
      int directPort,
      Relay relay,
      DataDirectory data,
      ServerProcess process,
      Login login) {
    this.name = name;
    this.directPort = directPort;
    this.relay = relay;
    this.data = data;
    this.process = process;
    this.login = login;
  }

  /** {@code pg1}, {@code pg2} and so on. */
  public String name() {
    return name;
  }

  /** Always {@code 127.0.0.1}. */
  public String host() {
    return "127.0.0.1";
  }

  /** The port for clients: that of the relay, through which cuts and delays are felt. */
  public int port() {
    return relay.port();
  }

  /** The server's own port, past the relay: for looking on, whatever happens to clients. */
  public int directPort() {
    return directPort;
  }

  /** Whether its process lives, even if frozen or cut off. */
  public boolean isRunning() {
    return process.isRunning();
  }

  /** Whether it was frozen and neither thawed nor killed since. */
  public boolean isFrozen() {
    return process.isFrozen();
  }

  /**
   * The process id of the running server (its postmaster).
   *
   * @throws IllegalStateException if it is not running
   */
  public long pid() {
    return process.pid();
  }

  /**
   * A plain pgjdbc URL of this server alone, through the relay, with the user, password, database
   * and certificate that the cluster was built with.
   */
  public String jdbcUrl() {
    return "jdbc:postgresql://" + host() + ":" + port() + login.urlTail();
  }

  /** Its name and client port, as in {@code pg1:20431}. */
  @Override
  public String toString() {
    return name + ":" + port();
  }

  Relay relay() {
    return relay;
  }

  DataDirectory data() {
    return data;
  }

  ServerProcess process() {
    return process;
  }

  boolean isResponsive() {
    return isRunning() && !isFrozen();
  }

  Superuser superuser() {
    return superuser(Superuser.NAME);
  }

  Superuser superuser(String database) {
    process.requireThawed();
    return Superuser.on(name, directPort, database);
  }

  /** Starts the process and returns when it answers queries. */
  void start() {
    process.start();
    try {
      await("it listens", this::listens);
      relay.serverIsUp(true);
      await("it answers", this::answers);
    } catch (PostgresClusterException e) {
      process.end();
      throw e;
    }
  }

  private void await(String what, BooleanSupplier condition) {
    try {
      Await.until(name + ": " + what, START, () -> !isRunning() || condition.getAsBoolean());
    } catch (PostgresClusterException e) {
      throw new PostgresClusterException(e.getMessage() + "\n" + process.logTail(), e);
    }
    if (!isRunning()) {
      throw new PostgresClusterException(name + " did not start\n" + process.logTail());
    }
  }

  private boolean listens() {
    try (Socket socket = new Socket(Ports.loopback(), directPort)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  private boolean answers() {
    try (Superuser superuser = superuser()) {
      return superuser.isTrue("SELECT true");
    } catch (PostgresClusterException notYet) {
      return false;
    }
  }
}
