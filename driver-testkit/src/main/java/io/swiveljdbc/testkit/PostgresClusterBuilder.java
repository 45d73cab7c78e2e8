package io.swiveljdbc.testkit;

import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a {@link PostgresCluster} shall be like. The superuser is {@code postgres}, and so is the
 * database if no other is named; a setting is one of postgresql.conf, as in {@code
 * setting("log_statement", "all")}. The ordinary user's password is kept as SCRAM. With {@linkplain
 * #tls TLS} URLs say {@code sslmode=verify-full}.
 */
public final class PostgresClusterBuilder
    extends LocalClusterBuilder<PostgresCluster, PostgresClusterBuilder> {
  PostgresClusterBuilder() {
    super(PostgresSession.SUPERUSER, "postgres", "postgres");
  }

  @Override
  PostgresClusterBuilder self() {
    return this;
  }

  @Override
  PostgresCluster create(ClusterPlan plan, Workspace workspace, Machines machines)
      throws IOException {
    Certificate certificate = plan.tls() ? Certificate.create(workspace) : null;
    return new PostgresCluster(
        new PostgresInstallation(programs(plan), machines, plan, certificate, new Changes()));
  }

  /** An image has them in its path. */
  private static UnaryOperator<String> programs(ClusterPlan plan) throws IOException {
    if (plan.image() != null) {
      return UnaryOperator.identity();
    }
    PostgresBinaries binaries = PostgresBinaries.unpacked(Workspace.temporary());
    return name -> binaries.program(name).toString();
  }

  @Override
  List<String> accounts(ClusterPlan plan) {
    return PostgresSettings.accounts(plan);
  }
}
