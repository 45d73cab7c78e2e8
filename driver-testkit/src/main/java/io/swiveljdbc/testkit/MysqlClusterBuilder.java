package io.swiveljdbc.testkit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a {@link MysqlCluster} shall be like. The superuser is {@code root}, the database {@code
 * test} if no other is named; a setting is a system variable, as in {@code
 * setting("max_connections", "20")}. {@linkplain #synchronous Synchronous} replication is MySQL's
 * semi-synchronous one, with no time after which it would give up waiting.
 */
public final class MysqlClusterBuilder
    extends LocalClusterBuilder<MysqlCluster, MysqlClusterBuilder> {

  MysqlClusterBuilder() {
    super(MysqlSession.SUPERUSER, "test");
  }

  @Override
  MysqlClusterBuilder self() {
    return this;
  }

  @Override
  MysqlCluster create(ClusterPlan plan, Workspace workspace, Watchdog watchdog) throws IOException {
    Map<String, String> environment = System.getenv();
    MysqlProgram program = MysqlProgram.find(environment, workspace);
    Path cache = Cache.directory(environment, workspace.account());
    MysqlData base = MysqlBase.prepared(program, cache, workspace);
    return new MysqlCluster(
        watchdog, new MysqlInstallation(program, base, workspace, plan, new Changes()));
  }

  @Override
  List<String> accounts(ClusterPlan plan) {
    return MysqlSettings.accounts(plan);
  }
}
