package io.swiveljdbc.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithMysql(readers = 0, tls = true, user = "shop", password = "s&cret", database = "shop")
class MysqlLoginTest {
  private static final String CIPHER =
      "SELECT variable_value <> '' FROM performance_schema.session_status"
          + " WHERE variable_name = 'Ssl_cipher'";

  @Test
  void theUrlOpensAnEncryptedConnectionOfTheOrdinaryUser(MysqlCluster cluster) throws SQLException {
    assertThat(cluster.certificate()).isReadable();
    try (Connection connection = Sql.connect(cluster.writer())) {
      assertThat(Sql.query(connection, CIPHER)).isEqualTo("1");
      assertThat(Sql.query(connection, "SELECT current_user()")).isEqualTo("shop@%");
    }
  }

  @Test
  void whoDoesNotTrustTheClustersCertificateIsNotConnected(MysqlCluster cluster) {
    String url =
        cluster.writer().jdbcUrl().replaceAll("&trustCertificateKeyStore[A-Za-z]*=[^&]*", "");
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .isInstanceOf(SQLException.class)
        .hasRootCauseInstanceOf(GeneralSecurityException.class);
  }

  @Test
  void aWrongPasswordIsRefused(MysqlCluster cluster) {
    String url = cluster.writer().jdbcUrl().replace("s%26cret", "guess");
    assertThatThrownBy(() -> DriverManager.getConnection(url))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(1045));
  }
}
