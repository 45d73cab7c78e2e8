package io.swiveljdbc.testkit;

@NeedsImage("postgres:18")
@WithPostgres(readers = 2, image = "postgres:18")
final class ContainerPostgresTest extends LocalClusterTest {
  ContainerPostgresTest(PostgresCluster cluster) {
    super(cluster);
  }
}
