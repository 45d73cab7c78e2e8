package io.swiveljdbc.testkit;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link PostgresCluster} shall be like; every part has a default. */
public final class PostgresClusterBuilder {
  private static final int TRIES = 3;

  private int readers = 2;
  private boolean synchronous = true;
  private boolean tls;
  private String user = Superuser.NAME;
  private @Nullable String password;
  private String database = "postgres";
  private final Map<String, String> settings = new HashMap<>();

  PostgresClusterBuilder() {}

  /** How many readers stand beside the writer: 0 to 9, by default 2. */
  public PostgresClusterBuilder readers(int readers) {
    if (readers < 0 || readers > 9) {
      throw new IllegalArgumentException("readers must be 0 to 9, not " + readers);
    }
    this.readers = readers;
    return this;
  }

  /**
   * Whether a commit is acknowledged only when at least one reader has it, so that it survives the
   * loss of the writer; by default true. Commits then wait while no reader can be reached.
   */
  public PostgresClusterBuilder synchronous(boolean synchronous) {
    this.synchronous = synchronous;
    return this;
  }

  /**
   * Whether the servers offer TLS, with a certificate for 127.0.0.1 and localhost made for this
   * cluster; by default false. URLs then demand it with {@code sslmode=verify-full}.
   */
  public PostgresClusterBuilder tls(boolean tls) {
    this.tls = tls;
    return this;
  }

  /**
   * Creates an ordinary user, and puts it into the URLs. Everybody but the superuser {@code
   * postgres} must then give the right password (SCRAM). Without this, URLs name the superuser, who
   * needs none.
   */
  public PostgresClusterBuilder user(String name, String password) {
    if (name.equals(Superuser.NAME)) {
      throw new IllegalArgumentException(name + " is the superuser: choose another name");
    }
    this.user = name;
    this.password = password;
    return this;
  }

  /** The database in the URLs, created if need be; by default {@code postgres}. */
  public PostgresClusterBuilder database(String name) {
    this.database = name;
    return this;
  }

  /** Sets a parameter of PostgreSQL on all servers, as {@code setting("log_statement", "all")}. */
  public PostgresClusterBuilder setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  /**
   * Starts the cluster and returns when the writer writes and all readers follow.
   *
   * @throws PostgresClusterException if that fails; nothing is left running then
   */
  public PostgresCluster start() {
    ClusterPlan plan =
        new ClusterPlan(readers, synchronous, tls, user, password, database, settings);
    for (int attempt = 1; ; attempt++) {
      try {
        return start(plan);
      } catch (PostgresClusterException e) {
        // Between choosing a port and using it, someone else may have taken it.
        if (attempt == TRIES || !String.valueOf(e.getMessage()).contains("already in use")) {
          throw e;
        }
      } catch (IOException e) {
        throw new PostgresClusterException("cannot prepare a cluster: " + e.getMessage(), e);
      }
    }
  }

  private static PostgresCluster start(ClusterPlan plan) throws IOException {
    Binaries binaries = Binaries.unpacked(Workspace.temporary());
    Workspace workspace = Workspace.create();
    Watchdog watchdog = Watchdog.over(workspace);
    PostgresCluster cluster;
    try {
      Certificate certificate = plan.tls() ? Certificate.create(workspace) : null;
      cluster =
          new PostgresCluster(
              watchdog, new Installation(binaries, workspace, plan, certificate, new Changes()));
    } catch (IOException | RuntimeException e) {
      watchdog.close();
      throw e;
    }
    try {
      cluster.begin(plan);
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }
}
