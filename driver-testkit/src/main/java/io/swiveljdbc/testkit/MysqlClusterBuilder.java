package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link MysqlCluster} shall be like. The superuser is {@code root}, the database {@code
 * test} if no other is named; a setting is a system variable, as in {@code
 * setting("max_connections", "20")}. {@linkplain #synchronous Synchronous} replication is MySQL's
 * semi-synchronous one, with no time after which it would give up waiting. With {@linkplain #tls
 * TLS} URLs say {@code sslMode=VERIFY_IDENTITY}.
 */
public final class MysqlClusterBuilder
    extends LocalClusterBuilder<MysqlCluster, MysqlClusterBuilder> {

  private boolean group;
  private boolean mariadb;
  private Map<String, String> environment = System.getenv();

  MysqlClusterBuilder() {
    super(MysqlSession.SUPERUSER, "test", "mysql");
  }

  /**
   * Whether the servers form a group with a single primary (Group Replication) instead of following
   * a source; by default false. A group needs two readers, or it has no majority without its
   * writer; its commits are always received by a majority.
   */
  public MysqlClusterBuilder groupReplication(boolean group) {
    this.group = group;
    return this;
  }

  /**
   * Whether the servers are MariaDB's, which follow a source by its own GTIDs; by default false.
   * They run on this machine: there are no images for it, and no groups.
   */
  public MysqlClusterBuilder mariadb(boolean mariadb) {
    this.mariadb = mariadb;
    return this;
  }

  /** Where the server program comes from, for tests that have it come from elsewhere. */
  MysqlClusterBuilder environment(Map<String, String> environment) {
    this.environment = environment;
    return this;
  }

  @Override
  MysqlClusterBuilder self() {
    return this;
  }

  @Override
  MysqlCluster create(ClusterPlan plan, Workspace workspace, Machines machines) throws IOException {
    Certificate certificate = plan.tls() ? Certificate.create(workspace) : null;
    if (mariadb) {
      return mariadb(plan, new LocalMachine(workspace), machines, certificate);
    }
    MysqlInstallation installation =
        plan.image() == null
            ? onThisMachine(plan, new LocalMachine(workspace), machines, certificate)
            : inContainers(plan, machines, certificate);
    return new MysqlCluster(
        installation,
        group ? new GroupReplication(installation) : new MysqlReplication(installation));
  }

  private MysqlCluster mariadb(
      ClusterPlan plan, LocalMachine machine, Machines machines, @Nullable Certificate certificate)
      throws IOException {
    if (group || plan.image() != null) {
      throw new LocalClusterException(
          "MariaDB has no Group Replication, and runs without containers here: leave out "
              + (group ? "groupReplication" : "the image"));
    }
    MariadbProgram program = MariadbProgram.find(environment, machine);
    Path cache = Cache.directory(environment, machine.workspace().account());
    MysqlData base = MariadbBase.kept(program, cache, machine);
    MysqlInstallation installation =
        new MysqlInstallation(
            program.path(),
            MariadbSettings.forServers(program, certificate != null),
            unused -> base,
            machines,
            plan,
            certificate,
            new Changes());
    return new MysqlCluster(installation, new MariadbReplication(installation));
  }

  private MysqlInstallation onThisMachine(
      ClusterPlan plan, LocalMachine machine, Machines machines, @Nullable Certificate certificate)
      throws IOException {
    MysqlProgram program = MysqlProgram.find(environment, machine, plugins(plan));
    Path cache = Cache.directory(environment, machine.workspace().account());
    MysqlData base = MysqlBase.kept(program, cache, machine);
    return new MysqlInstallation(
        program.path(),
        MysqlSettings.forServers(),
        unused -> base,
        machines,
        plan,
        certificate,
        new Changes());
  }

  private List<String> plugins(ClusterPlan plan) {
    if (group) {
      return GroupMember.PLUGINS;
    }
    return plan.waitsForReaders() ? MysqlReplication.PLUGINS : MysqlSettings.PLUGINS;
  }

  private static MysqlInstallation inContainers(
      ClusterPlan plan, Machines machines, @Nullable Certificate certificate) {
    Path program = Path.of("mysqld");
    return new MysqlInstallation(
        program,
        MysqlSettings.forServers(),
        new MysqlBaseOnce(program),
        machines,
        plan,
        certificate,
        new Changes());
  }

  @Override
  List<String> accounts(ClusterPlan plan) {
    return MysqlSettings.accounts(plan);
  }
}
