package io.swiveljdbc.testkit;

@NeedsImage("mysql:9.7")
@WithMysql(readers = 2, image = "mysql:9.7")
final class ContainerMysqlTest extends LocalClusterTest {
  ContainerMysqlTest(MysqlCluster cluster) {
    super(cluster);
  }
}
