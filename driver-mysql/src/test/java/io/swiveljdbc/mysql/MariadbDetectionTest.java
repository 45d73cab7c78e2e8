package io.swiveljdbc.mysql;

import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;

@WithMysql(
    mariadb = true,
    tls = true,
    readers = 1,
    user = "shop",
    password = "shop",
    database = "shop")
class MariadbDetectionTest extends DetectionTest {

  MariadbDetectionTest(MysqlCluster cluster) {
    super(cluster);
  }

  @Override
  String status() {
    return "information_schema.SESSION_STATUS";
  }
}
