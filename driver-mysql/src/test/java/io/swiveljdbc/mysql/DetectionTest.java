package io.swiveljdbc.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.swiveljdbc.SwivelConnection;
import io.swiveljdbc.testkit.LocalServer;
import io.swiveljdbc.testkit.MysqlCluster;
import io.swiveljdbc.testkit.WithMysql;
import io.swiveljdbc.trial.Known;
import io.swiveljdbc.trial.Sql;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dead server is noticed though nobody asks it anything, with TLS and without. */
@WithMysql(readers = 1, user = "shop", password = "shop", database = "shop")
@Timeout(60)
class DetectionTest {

  /** Longer than the test waits, so that no regular probe helps. */
  private static final String SELDOM = "swivel.probeInterval=30s";

  private final MysqlCluster cluster;

  DetectionTest(MysqlCluster cluster) {
    this.cluster = cluster;
  }

  /** Where a session finds by which version of TLS it is encrypted. */
  String status() {
    return "performance_schema.session_status";
  }

  @ParameterizedTest
  @ValueSource(strings = {"sslMode=DISABLED", "sslMode=REQUIRED"})
  void theDeathOfAnIdleServerIsNoticedAtOnce(String ssl) throws SQLException {
    String url = cluster.url().replaceAll("[?&]sslMode=[A-Z_]+", "");
    String separator = url.indexOf('?') < 0 ? "?" : "&";
    try (Connection connection =
        DriverManager.getConnection(url + separator + ssl + "&" + SELDOM)) {
      String version =
          "SELECT VARIABLE_VALUE FROM %s WHERE VARIABLE_NAME = 'Ssl_version'".formatted(status());
      assertThat(Sql.text(connection, version).isEmpty()).isEqualTo(ssl.endsWith("DISABLED"));
      Known.await(
          connection, topology -> topology.servers().stream().allMatch(server -> server.fit()));
      LocalServer writer = cluster.writer();
      cluster.kill(writer);
      Known.await(
          connection,
          topology ->
              topology.servers().stream()
                  .noneMatch(s -> s.fit() && s.address().port() == writer.port()));
      assertThat(connection.unwrap(SwivelConnection.class).topology().writer().isPresent())
          .isTrue();
    }
  }
}
