package io.swiveljdbc.testkit;

import java.util.List;

/**
 * A {@link LocalCluster} of PostgreSQL servers, one writer and some readers that follow it by
 * streaming replication.
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
 * unprivileged user) and as an ordinary user. A server that is stopped ends its sessions with
 * 57P01; one that rejoins, or is added, begins as a fresh copy of the writer.
 */
public final class PostgresCluster extends LocalCluster {
  private final ControlPlane<PostgresServer> control;

  PostgresCluster(PostgresInstallation installation) {
    super(installation.machines(), installation.login(), installation.certificate());
    this.control =
        new ControlPlane<>(
            new StreamingReplication(installation),
            installation.plan().readers(),
            installation.changes());
  }

  /** A builder with the defaults: two readers, synchronous replication, no TLS. */
  public static PostgresClusterBuilder builder() {
    return new PostgresClusterBuilder();
  }

  @Override
  public List<PostgresServer> servers() {
    return control.members().servers();
  }

  @Override
  public PostgresServer writer() {
    return control.members().writer();
  }

  @Override
  public List<PostgresServer> readers() {
    return control.members().readers();
  }

  @Override
  public PostgresServer addReader() {
    return control.addReader();
  }

  @Override
  ControlPlane<PostgresServer> control() {
    return control;
  }
}
