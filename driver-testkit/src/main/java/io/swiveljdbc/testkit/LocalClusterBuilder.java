package io.swiveljdbc.testkit;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LocalCluster} shall be like; every part has a default.
 *
 * @param <C> the kind of cluster
 * @param <B> the builder itself
 */
public abstract class LocalClusterBuilder<
    C extends LocalCluster, B extends LocalClusterBuilder<C, B>> {
  private static final int TRIES = 3;

  private final String account;
  private final String superuser;
  private int readers = 2;
  private boolean synchronous = true;
  private boolean tls;
  private String user;
  private @Nullable String password;
  private String database;
  private final Map<String, String> settings = new HashMap<>();
  private @Nullable String image;

  /**
   * @param account the user in an image that servers run as
   */
  LocalClusterBuilder(String superuser, String database, String account) {
    this.account = account;
    this.superuser = superuser;
    this.user = superuser;
    this.database = database;
  }

  /** How many readers stand beside the writer: 0 to 9, by default 2. */
  public final B readers(int readers) {
    if (readers < 0 || readers > 9) {
      throw new IllegalArgumentException("readers must be 0 to 9, not " + readers);
    }
    this.readers = readers;
    return self();
  }

  /**
   * Whether a commit is acknowledged only when at least one reader has it, so that it survives the
   * loss of the writer; by default true. Commits then wait while no reader can be reached.
   */
  public final B synchronous(boolean synchronous) {
    this.synchronous = synchronous;
    return self();
  }

  /**
   * Whether URLs demand TLS and verify the servers' certificate, one for 127.0.0.1 and localhost
   * that is made for this cluster; by default false.
   */
  public final B tls(boolean tls) {
    this.tls = tls;
    return self();
  }

  /**
   * Creates an ordinary user, and puts it into the URLs. Everybody but the superuser must then give
   * the right password. Without this, URLs name the superuser, who needs none.
   */
  public final B user(String name, String password) {
    if (name.equals(superuser)) {
      throw new IllegalArgumentException(name + " is the superuser: choose another name");
    }
    this.user = name;
    this.password = password;
    return self();
  }

  /** The database in the URLs, created if need be. */
  public final B database(String name) {
    this.database = name;
    return self();
  }

  /** Sets a parameter on all servers, under the name that it has in their configuration. */
  public final B setting(String name, String value) {
    settings.put(name, value);
    return self();
  }

  /**
   * Runs each server in a container of an image, such as {@code postgres:18} or {@code mysql:9.7},
   * instead of on this machine. It takes Docker, or what its clients take for it, and {@code
   * org.testcontainers:testcontainers} on the class path, which is configured as always. The image
   * is an official one, or made from one; it is pulled if it is not there. Its own entry point,
   * with what it does to a new database, does not run.
   */
  public final B image(String name) {
    this.image = name;
    return self();
  }

  /**
   * Starts the cluster and returns when the writer writes and all readers follow.
   *
   * @throws LocalClusterException if that fails; nothing is left running then
   */
  public final C start() {
    ClusterPlan plan =
        new ClusterPlan(readers, synchronous, tls, user, password, database, settings, image);
    for (int attempt = 1; ; attempt++) {
      try {
        return start(plan);
      } catch (LocalClusterException e) {
        // Between choosing a port and using it, someone else may have taken it.
        if (attempt == TRIES || !isTaken(String.valueOf(e.getMessage()))) {
          throw e;
        }
      } catch (IOException e) {
        throw new LocalClusterException("cannot prepare a cluster: " + e.getMessage(), e);
      }
    }
  }

  private C start(ClusterPlan plan) throws IOException {
    Workspace workspace = Workspace.create();
    Machines machines = machines(plan.image(), workspace);
    C cluster;
    try {
      cluster = create(plan, workspace, machines);
    } catch (IOException | RuntimeException e) {
      machines.close();
      throw e;
    }
    try {
      cluster.begin(accounts(plan));
      return cluster;
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private Machines machines(@Nullable String wanted, Workspace workspace) throws IOException {
    Watchdog watchdog = Watchdog.over(workspace);
    if (wanted == null) {
      return new LocalMachines(new LocalMachine(workspace), watchdog);
    }
    try {
      ContainerSupport.require();
      return Containers.of(wanted, account, watchdog);
    } catch (IOException | RuntimeException e) {
      watchdog.close();
      throw e;
    }
  }

  private static boolean isTaken(String message) {
    return message.contains("already in use") || message.contains("already allocated");
  }

  abstract B self();

  /** A cluster with its servers, none of them started. */
  abstract C create(ClusterPlan plan, Workspace workspace, Machines machines) throws IOException;

  /** The statements that create the ordinary user and the database of a plan. */
  abstract List<String> accounts(ClusterPlan plan);
}
